"""Where a peer reads and writes: the same servers as Esteira, in databases and queues of its own."""

import json
import os
from typing import cast

from typing_extensions import TypedDict

VARIABLE = "BENCHMARK_PLACES"


class Places(TypedDict):
    """`sources` maps names to DSNs.
    `queue` is the name of a queue that no other run uses, and `queue_url` its address in SQS.
    """

    sources: dict[str, str]
    target_dsn: str
    mongo_url: str
    redis_url: str
    amqp_url: str
    sqs_endpoint: str
    queue: str
    queue_url: str


def places() -> Places:
    """Return the places of this process, from its environment."""
    return cast(Places, json.loads(os.environ[VARIABLE]))
