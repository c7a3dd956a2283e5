"""A Lambda function that answers a batch as its messages request (T16)."""

import json
import os
import time
from typing import Any


def answer(event: dict[str, Any], _context: object) -> Any:
    """Each message names the case, and whether it is to be reported as failed."""
    bodies = {record["messageId"]: json.loads(record["body"]) for record in event["Records"]}
    reported = [key for key, body in bodies.items() if body["reported"]]
    case = next(iter(bodies.values()))["case"]
    if case == "raises":
        raise RuntimeError(case)
    if case == "takes too long":
        time.sleep(60)
    if case == "dies":
        os._exit(1)
    return {
        "reports some": {"batchItemFailures": [{"itemIdentifier": key} for key in reported]},
        "reports none": {"batchItemFailures": []},
        "answers nothing": None,
        "answers an empty object": {},
        "reports a null list": {"batchItemFailures": None},
        "reports under another key": {"batchItemFailures": [{"id": key} for key in reported]},
        "reports an unknown message": {"batchItemFailures": [{"itemIdentifier": "never-heard-of"}]},
        "reports a null identifier": {"batchItemFailures": [{"itemIdentifier": None}]},
        "reports an empty identifier": {"batchItemFailures": [{"itemIdentifier": ""}]},
    }[case]
