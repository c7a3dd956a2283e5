"""The group of a message, by which SQS tells tenants apart on a standard queue (fair queues).

While one group holds most of what is being processed, SQS hands out the messages of the others first. It changes
neither order nor visibility, and a message without a group counts as a tenant of its own.
"""

import re

from esteira.core.names import NAME
from esteira.core.strict_json import MalformedJson, json_value

FIELDS = ("provider", "source")
"""A callback has both: what crowds the lane `payments` is a provider. Look-ups have neither: which task a message of
theirs carries is decided when it is received, by priority.
"""

_NAME = re.compile(NAME)


def message_group(body: str) -> str | None:
    """Return the name of the provider or of the source in a body; None if it has neither."""
    try:
        value = json_value(body)
    except MalformedJson:
        return None
    given = [value[field] for field in FIELDS if field in value] if isinstance(value, dict) else []
    return given[0] if given and isinstance(given[0], str) and _NAME.fullmatch(given[0]) else None
