"""The cursor's second home, in the target database, for when the first has lost everything (R13)."""

from typing import Protocol

from esteira.domain.cursor import Cursor


class Checkpoints(Protocol):
    """One checkpoint a source. Every method raises `TargetUnavailable` when the database does not answer."""

    def load(self, source: str) -> Cursor | None:
        """The checkpoint, or None where there is none."""

    def save(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor if it is ahead of the kept one in the same epoch, or the first. Never goes back."""

    def overwrite(self, source: str, cursor: Cursor) -> None:
        """Keeps the cursor whatever was kept: for the first one of a new epoch."""
