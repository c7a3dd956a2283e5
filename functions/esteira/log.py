"""One JSON line an event: a constant message and fields, the same names in producer, consumer and bridge.

Fields: `action`, `lane`, `source`, `source_id`, `message_id`, `attempt`, `count`, `duration_seconds`, `error`.
"""

from aws_lambda_powertools import Logger

logger = Logger(service="esteira", utc=True)
