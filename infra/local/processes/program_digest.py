"""A digest of all that a program is started with: command, variables, and the code that it imports."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from infra.local.core_settings import variable_name
from infra.local.processes.service import Service


def program_digest(service: Service, given: Mapping[str, str]) -> str:
    """The digest for these ESTEIRA_* variables, of which the program's settings count."""
    used = {name: given.get(name) for name in sorted(map(variable_name, service.settings))}
    parts = (
        service.command,
        sorted(service.environment.items()),
        used,
        [_of_folder(folder) for folder in service.code],
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@cache
def _of_folder(folder: Path) -> str:
    whole = hashlib.sha256()
    for part in _contents(folder):
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _contents(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield str(path.relative_to(folder)).encode()
            yield path.read_bytes()
