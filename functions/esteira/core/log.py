"""The logger: one JSON line per event, with a constant message and fields. Ids are text, as in all JSON that leaves.

The fields have the same names in producer, consumer and bridge: `action`, `lane`, `source`, `source_id`, `message_id`,
`attempt`, `count`, `duration_seconds`, `error`.
"""

import json
import sys
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger

from esteira.core.identifiers import exact

_as_text = partial(json.dumps, default=str, separators=(",", ":"), ensure_ascii=False)


def _line(fields: dict[str, Any]) -> str:
    return _as_text(exact(fields))


# stderr, so that stdout stays free for the output of a program that imports the core. Lambda logs both.
logger = Logger(service="esteira", utc=True, stream=sys.stderr, json_serializer=_line)
