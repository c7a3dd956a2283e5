"""Which mails were handed over: their ids, in a file that outlives relay, emulator and SMTP server."""

from collections.abc import Set
from pathlib import Path

from pydantic import TypeAdapter

from infra.local.private_files import write_private

IDS = TypeAdapter(frozenset[str])


class HandedOver:
    """The ids in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> frozenset[str]:
        """All of them; none at first."""
        return IDS.validate_json(self._path.read_bytes()) if self._path.exists() else frozenset()

    def write(self, ids: Set[str]) -> None:
        """Replace them, in one step."""
        write_private(self._path, IDS.dump_json(frozenset(ids)).decode())
