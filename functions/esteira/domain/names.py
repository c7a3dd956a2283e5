"""Names that are part of keys, routes and message ids."""

from typing import Annotated, Literal

from pydantic import StringConstraints

SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,30}$")]
"""Name of a source or a payment provider: lower case, starts with a letter."""

Lane = Literal["orders", "payments"]
"""A queue with its dead-letter queue and consumer."""
