"""Types of names that settings, messages and metrics share."""

from typing import Annotated, Literal, get_args

from pydantic import StringConstraints

CursorMode = Literal["xid", "sequence"]
"""`xid`: each row carries the id of its transaction, set by a trigger (R1). `sequence`: read-only source (R2)."""

SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,30}$")]
"""Name of a source or a payment provider: lower case, begins with a letter."""

Lane = Literal["orders", "payments"]
"""A queue with its dead-letter queue and consumers."""

LANES: tuple[Lane, ...] = get_args(Lane)
