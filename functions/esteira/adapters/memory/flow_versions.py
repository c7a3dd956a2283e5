"""In-memory twins of flow control's book and board."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esteira.domain.flow.config import FlowConfiguration, FlowVersion
from esteira.domain.flow.config_change import NEVER_CHANGED
from esteira.errors import Outdated


@dataclass(kw_only=True)
class MemoryFlowBook:
    """The port `FlowBook`."""

    versions: list[FlowVersion] = field(default_factory=list)

    def current(self) -> FlowVersion:
        """See `FlowBook.current`."""
        return self.versions[-1] if self.versions else NEVER_CHANGED

    def change(self, configuration: FlowConfiguration, *, expected: int, by: str, at: datetime) -> FlowVersion:
        """See `FlowBook.change`."""
        if (current := self.current().version) != expected:
            raise Outdated(current)
        self.versions.append(
            FlowVersion(version=expected + 1, configuration=configuration, changed_by=by, changed_at=at)
        )
        return self.versions[-1]

    def history(self, limit: int) -> Sequence[FlowVersion]:
        """See `FlowBook.history`."""
        return self.versions[::-1][:limit]


@dataclass(kw_only=True)
class MemoryFlowBoard:
    """The port `FlowBoard`."""

    shown: FlowVersion | None = None

    def put(self, version: FlowVersion) -> None:
        """See `FlowBoard.put`."""
        if self.shown is None or self.shown.version <= version.version:
            self.shown = version

    def get(self) -> FlowVersion | None:
        """See `FlowBoard.get`."""
        return self.shown
