"""One JSON line an event: a constant message and fields, the same names in producer, consumer and bridge.

Fields: `action`, `lane`, `source`, `source_id`, `message_id`, `attempt`, `count`, `duration_seconds`, `error`.
"""

import sys

from aws_lambda_powertools import Logger

# stderr, so that a program that imports the core keeps stdout to itself; Lambda logs both.
logger = Logger(service="esteira", utc=True, stream=sys.stderr)
