"""A queue in memory, as its sender sees it."""

import re
from collections.abc import Sequence
from threading import Lock

from esteira.domain.handover import BatchReply

IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no SQS message may hold."""


class MemoryOutgoingQueue:
    """The port `OutgoingQueue`. `bodies` are those taken, in the order in which they came."""

    def __init__(self, *, max_message_bytes: int = 262_144) -> None:
        self.bodies: list[str] = []
        self._max_message_bytes = max_message_bytes
        self._taking = Lock()

    def max_message_bytes(self) -> int:
        """As given."""
        return self._max_message_bytes

    def send(self, bodies: Sequence[str]) -> BatchReply:
        """Takes what SQS would take."""
        refused = {index: fault for index, body in enumerate(bodies) if (fault := self._fault(body))}
        with self._taking:
            self.bodies += [body for index, body in enumerate(bodies) if index not in refused]
        return BatchReply(taken=frozenset(range(len(bodies))) - refused.keys(), refused=refused)

    def _fault(self, body: str) -> str | None:
        if IMPOSSIBLE.search(body):
            return "InvalidMessageContents"
        return "InvalidParameterValue" if len(body.encode()) > self._max_message_bytes else None
