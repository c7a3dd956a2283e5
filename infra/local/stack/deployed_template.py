"""What was deployed last, so that the next deployment changes only what differs.

A file of the home, tied to the stack by its id. Without it, or for any other stack, nothing is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from infra.errors import NotDeployed
from infra.local.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.stack.template import Json


class _Record(BaseModel, frozen=True):
    stack_id: str
    template: dict[str, Any]


class DeployedTemplate:
    """The record in one file (mode 0600: the resolved template holds passwords)."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, stack_id: str | None) -> Json | None:
        """The resolved template of the stack with this id; None if it is not known."""
        try:
            record = _Record.model_validate_json(self._file.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return record.template if record.stack_id == stack_id else None

    def forget(self) -> None:
        """To be called before a change: one that is interrupted leaves a stack of which nothing is known."""
        self._file.unlink(missing_ok=True)

    def write(self, stack_id: str | None, template: Json) -> None:
        """Notes what is deployed now. Raises `NotDeployed` if there is no such stack."""
        if stack_id is None:
            raise NotDeployed
        write_private(self._file, _Record(stack_id=stack_id, template=template).model_dump_json())
