"""Shows where the producer stands in a source, and how far behind it is."""

from dataclasses import dataclass

from esteira.producer.cursor import Cursor, resume
from esteira.producer.deps import PublishDeps


@dataclass(frozen=True, kw_only=True)
class SourceStatus:
    """`lag_rows` are the rows not yet read, out of `total_rows`; they may have to wait for the horizon to move on."""

    source: str
    mode: str
    cursor: Cursor | None
    checkpoint: Cursor | None
    resumes_at: Cursor
    lag_rows: int
    total_rows: int
    horizon_age_seconds: float


def show_source(publish_deps: PublishDeps) -> SourceStatus:
    """What is stored, where the next publish would go on, and the lag counted from there.

    Raises what `publish_source` raises when the source, Redis or the target cannot be read.
    """
    name = publish_deps.source.name
    inspection = publish_deps.source.inspect()
    stored, checkpoint = publish_deps.cursors.load(name), publish_deps.checkpoints.load(name)
    resumption = resume(inspection.epoch, inspection.limit, stored=stored, checkpoint=checkpoint)
    measure = publish_deps.source.measure(resumption.cursor.position)
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
