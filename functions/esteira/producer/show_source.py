"""Shows the stored cursors of a source and the number of rows not yet read."""

from dataclasses import dataclass

from esteira.producer.cursor import Cursor, resume
from esteira.producer.deps import PublishDeps


@dataclass(frozen=True, kw_only=True)
class SourceStatus:
    """The state of a source. `lag_rows` of its `total_rows` are not read yet; some may wait for the horizon to move."""

    source: str
    mode: str
    cursor: Cursor | None
    checkpoint: Cursor | None
    resumes_at: Cursor
    lag_rows: int
    total_rows: int
    horizon_age_seconds: float


def show_source(deps: PublishDeps) -> SourceStatus:
    """Return the stored cursors, the cursor that the next publish would resume at, and the lag counted from it.

    Raises the errors of `publish_source` if the source, Redis or the target cannot be read.
    """
    name = deps.source.name
    inspection = deps.source.inspect()
    stored, checkpoint = deps.cursors.load(name), deps.checkpoints.load(name)
    resumption = resume(inspection.epoch, inspection.limit, stored=stored, checkpoint=checkpoint)
    measure = deps.source.measure(resumption.cursor.position)
    return SourceStatus(
        source=name,
        mode=inspection.mode,
        cursor=stored,
        checkpoint=checkpoint,
        resumes_at=resumption.cursor,
        lag_rows=measure.unread_rows,
        total_rows=measure.total_rows,
        horizon_age_seconds=inspection.horizon_age_seconds,
    )
