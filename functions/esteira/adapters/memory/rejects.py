"""The list of rejected rows in memory."""

from collections.abc import Mapping, Sequence


class MemoryRejects:
    """The port `Rejects`. `reasons` may be looked at: by source and id."""

    def __init__(self) -> None:
        self.reasons: dict[tuple[str, int], str] = {}

    def add(self, source: str, reasons: Mapping[int, str]) -> None:
        """Keeps the reasons; the first one of a row stays."""
        for id_, reason in reasons.items():
            self.reasons.setdefault((source, id_), reason)

    def ids(self, source: str) -> Sequence[int]:
        """The source ids rejected so far, ascending."""
        return sorted(id_ for name, id_ in self.reasons if name == source)
