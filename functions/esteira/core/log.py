"""The logger: one JSON line per event, with a constant message and fields.

The fields have the same names in producer, consumer and bridge: `action`, `lane`, `source`, `source_id`, `message_id`,
`attempt`, `count`, `duration_seconds`, `error`.
"""

import sys

from aws_lambda_powertools import Logger

# stderr, so that stdout stays free for the output of a program that imports the core. Lambda logs both.
logger = Logger(service="esteira", utc=True, stream=sys.stderr)
