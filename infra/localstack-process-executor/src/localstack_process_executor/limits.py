"""Lambda's own limits. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

MAX_REQUEST_BYTES = {"RequestResponse": 6_291_456, "Event": 1_048_576}
"""The largest payload of an invocation, by invocation type."""

MAX_RESPONSE_BYTES = 6_291_556
"""The largest answer of a handler. AWS grants it 100 bytes more than a request."""

INIT_LIMIT_S = 10.0
"""How long init may take before it is aborted and repeated within the first invocation."""

OPEN_FILES = 1024
"""The most file descriptors of a process."""
