"""Rows that can never become a message, kept with the reason so that none is dropped in silence."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Rejects(Protocol):
    """The list of rejected rows. Every method raises `TargetUnavailable` when the database does not answer."""

    def add(self, source: str, reasons: Mapping[int, str]) -> None:
        """Keeps the reason of each source id. One that is there already stays as it is."""

    def ids(self, source: str) -> Sequence[int]:
        """The source ids rejected so far, ascending."""
