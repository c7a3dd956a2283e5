"""Locates the position from which the next publish of each source will continue (R5 step 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.producer.cursor import Position, resume
from esteira.producer.ports import Checkpoints, Cursors, Source


@dataclass(frozen=True, kw_only=True)
class CursorLocator:
    """The port `CursorReader`, with the producer's own rule `resume`: both agree after Redis or a source lost data."""

    sources: Mapping[str, Source]
    cursors: Cursors
    checkpoints: Checkpoints

    def position(self, source: str) -> Position:
        """See `CursorReader.position`. Raises also `SourceUnavailable`, `SourceUnfit` and `TargetUnavailable`."""
        inspection = self.sources[source].inspect()
        stored, checkpoint = self.cursors.load(source), self.checkpoints.load(source)
        return resume(inspection.epoch, inspection.limit, stored=stored, checkpoint=checkpoint).cursor.position

    def positions(self) -> Mapping[str, Position]:
        """Return the last row handed over, by source."""
        return {name: self.position(name) for name in self.sources}
