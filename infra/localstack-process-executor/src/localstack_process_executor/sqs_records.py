"""The records of an SQS event: cut into events that a function may be given. Knows nothing of LocalStack."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

Record = dict[str, Any]

ENVELOPE_BYTES = len('{"Records": []}')
SEPARATOR_BYTES = len(", ")


class Records(list[Record]):
    """Records that never appear in a log: as text they are only their number.

    LocalStack formats the records of an event into its log lines and exceptions wherever an invocation fails.
    """

    def __repr__(self) -> str:
        return f"<{len(self)} records>"

    def copy(self) -> "Records":
        """Return a copy that does not appear in a log either."""
        return Records(self)


def cut(records: Sequence[Record], size: Callable[[Record], int], *, limit_bytes: int) -> Iterator[Records]:
    """Cut records into as few events as hold at most `limit_bytes` each, in their order.

    `size` is the number of bytes of a record in the event. A record that exceeds the limit by itself is an event of
    its own.
    """
    part, part_bytes = Records(), ENVELOPE_BYTES
    for record in records:
        record_bytes = size(record) + SEPARATOR_BYTES
        # The last record is followed by no separator.
        if part and part_bytes + record_bytes - SEPARATOR_BYTES > limit_bytes:
            yield part
            part, part_bytes = Records(), ENVELOPE_BYTES
        part.append(record)
        part_bytes += record_bytes
    if part:
        yield part
