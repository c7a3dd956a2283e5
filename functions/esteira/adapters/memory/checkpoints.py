"""Checkpoints in memory."""

from esteira.domain.cursor import Cursor


class MemoryCheckpoints:
    """The port `Checkpoints`."""

    def __init__(self) -> None:
        self._kept: dict[str, Cursor] = {}

    def load(self, source: str) -> Cursor | None:
        """The checkpoint, or None where there is none."""
        return self._kept.get(source)

    def save(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor if it is ahead of the kept one in the same epoch, or the first."""
        kept = self._kept.setdefault(source, cursor)
        if kept.epoch == cursor.epoch and kept.position < cursor.position:
            self._kept[source] = cursor

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor whatever was kept."""
        self._kept[source] = cursor
