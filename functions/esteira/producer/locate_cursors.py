"""Locates the position from which the next publish of each source will continue (R5 step 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.log import logger
from esteira.producer.cursor import Position
from esteira.producer.ports import Checkpoints, Cursors, Restart, Restarts, Source
from esteira.producer.resume import Resumption, resume


@dataclass(frozen=True, kw_only=True)
class CursorLocator:
    """The port `CursorReader`, with the producer's own rule `resume`: both agree after Redis or a source lost data."""

    sources: Mapping[str, Source]
    cursors: Cursors
    checkpoints: Checkpoints
    restarts: Restarts

    def position(self, source: str) -> Position:
        """See `CursorReader.position`. Raises also `SourceUnavailable`, `SourceUnfit` and `TargetUnavailable`.

        A source that began anew is noted, so that it is known before its next publish.
        """
        inspection = self.sources[source].inspect()
        stored, checkpoint = self.cursors.load(source), self.checkpoints.load(source)
        resumption = resume(self.sources[source], inspection, stored=stored, checkpoint=checkpoint)
        noted_restart(self.restarts, source, resumption)
        return resumption.cursor.position


def noted_restart(restarts: Restarts, source: str, resumption: Resumption) -> None:
    """Note that a source began anew, if it did, and log it once."""
    if resumption.restart is None:
        return
    if restarts.note(source, Restart(epoch=resumption.cursor.epoch, reason=resumption.restart)):
        logger.warning("source began anew", action="resume", source=source, reason=resumption.restart)
