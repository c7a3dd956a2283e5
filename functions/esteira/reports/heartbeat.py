"""Says once a second how far a job has come, from a thread of its own: counting or sorting alone may take longer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from esteira.core.errors import Unavailable
from esteira.core.log import logger
from esteira.reports.deps import WriterDeps
from esteira.reports.report import Progress, ReportJob


@dataclass(kw_only=True)
class Pulse:
    """What the writer and the heartbeat share. `superseded`: the writer must stop."""

    promised: int | None = None
    done: int = 0
    superseded: bool = False
    ended: Event = field(default_factory=Event)


@contextmanager
def beating(deps: WriterDeps, job: ReportJob) -> Iterator[Pulse]:
    """Send heartbeats until the block is left."""
    pulse = Pulse()
    thread = Thread(target=_beat, args=(deps, job, pulse), name=f"report {job.id}", daemon=True)
    thread.start()
    try:
        yield pulse
    finally:
        pulse.ended.set()
        thread.join()


def note(deps: WriterDeps, job: ReportJob, pulse: Pulse) -> None:
    """Keep the progress, and learn whether the job is still this worker's. A store that is away is asked again."""
    progress = Progress(done=pulse.done, promised=pulse.promised, at=deps.clock())
    try:
        pulse.superseded = not deps.jobs.note(job, progress)
        deps.announce()
    except Unavailable as error:
        logger.warning("progress not kept", action="write_report", report=str(job.id), error=str(error))


def _beat(deps: WriterDeps, job: ReportJob, pulse: Pulse) -> None:
    while not pulse.superseded and not pulse.ended.wait(deps.note_every_seconds):
        note(deps, job, pulse)
