"""Shows the stored cursors of a source and the number of rows not yet read."""

from dataclasses import dataclass

from esteira.producer.cursor import Cursor
from esteira.producer.deps import PublishDeps
from esteira.producer.resume import resume


@dataclass(frozen=True, kw_only=True)
class SourceStatus:
    """The state of a source. `lag_rows` of its `total_rows` are not read yet; some may wait for the horizon to move."""

    source: str
    mode: str
    cursor: Cursor | None
    checkpoint: Cursor | None
    resumes_at: Cursor
    restart: str | None
    """Why the source is taken to have begun anew, until its orders were compared or accepted; else None."""
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
    resumption = resume(deps.source, inspection, stored=stored, checkpoint=checkpoint)
    known = deps.restarts.open().get(name)
    measure = deps.source.measure(resumption.cursor.position)
    return SourceStatus(
        source=name,
        mode=inspection.mode,
        cursor=stored,
        checkpoint=checkpoint,
        resumes_at=resumption.cursor,
        restart=resumption.restart or (known.reason if known else None),
        lag_rows=measure.unread_rows,
        total_rows=measure.total_rows,
        horizon_age_seconds=inspection.horizon_age_seconds,
    )
