"""A Lambda function whose result for a batch is the case that its messages name (T16)."""

import json
import os
import time
from typing import Any


def handler(event: dict[str, Any], _context: object) -> Any:
    """Return the result of the case. Each message names it, and whether to report the message as failed."""
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
        "returns nothing": None,
        "returns an empty object": {},
        "reports a null list": {"batchItemFailures": None},
        "reports under another key": {"batchItemFailures": [{"id": key} for key in reported]},
        "reports an unknown message": {"batchItemFailures": [{"itemIdentifier": "unknown"}]},
        "reports a null identifier": {"batchItemFailures": [{"itemIdentifier": None}]},
        "reports an empty identifier": {"batchItemFailures": [{"itemIdentifier": ""}]},
    }[case]
