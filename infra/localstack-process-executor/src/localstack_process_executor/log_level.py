"""Lambda's log levels. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html"""

import json
from enum import IntEnum

OTHER_NAMES = {"WARNING": "WARN", "CRITICAL": "FATAL"}
"""Python's names."""


class LogLevel(IntEnum):
    """From the most detail to the least."""

    TRACE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4
    FATAL = 5


def level_of(line: str) -> LogLevel:
    """Return the level that a line of a function names. A line that names none, or is no JSON object, is INFO."""
    if not line.startswith("{"):
        return LogLevel.INFO
    try:
        name = str(json.loads(line).get("level")).upper()
    except (ValueError, RecursionError):
        return LogLevel.INFO
    return LogLevel.__members__.get(OTHER_NAMES.get(name, name), LogLevel.INFO)
