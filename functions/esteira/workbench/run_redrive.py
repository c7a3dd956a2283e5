"""Carry out bulk redrives slice by slice.

A slice is safe to repeat: a letter that was sent and deleted is not found again, and one that was sent and not deleted
is ignored by the target. So a process that is killed costs no letter, and no order arrives twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.core.errors import InvalidMessage
from esteira.reconciliation.dead_letters import DECODERS, Pace, Selection
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive
from esteira.workbench.bulk_ports import Fates, RedriveJobs
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.redrive_job import (
    CANARY_WAIT_SECONDS,
    LEASE_SECONDS,
    Fate,
    ItemState,
    JobState,
    RedriveJob,
    Step,
    decide,
)


@dataclass(frozen=True, kw_only=True)
class BulkDeps:
    """The jobs, and what became of canaries."""

    workbench: WorkbenchDeps
    jobs: RedriveJobs
    fates: Fates


def run_redrive(deps: BulkDeps) -> bool:
    """Carry out the next step of a job that is due. Returns whether there was one.

    Raises `Unavailable`; then the same step is due again when the lease is over.
    """
    now = deps.workbench.clock()
    job = deps.jobs.claim(now, now + timedelta(seconds=LEASE_SECONDS))
    if job is None:
        return False
    if _letters_are_hidden(deps, job):
        deps.jobs.proceed(job.id, Step(state=job.state), due_at=_later(now))
        return True
    step = decide(job, deps.jobs.waiting(job.id, job.slice_items), _fate(deps, job), now)
    gone = _send(deps, job, step)
    if step.canary_sent_at and gone:
        # The next letter becomes the canary.
        step = Step(state=JobState.READY)
    after = deps.workbench.clock()
    deps.jobs.proceed(job.id, step, due_at=_later(after) if step.state is JobState.WATCHING else after)
    return True


def _letters_are_hidden(deps: BulkDeps, job: RedriveJob) -> bool:
    """Whether another reader holds letters: they would seem to be gone."""
    return deps.workbench.redrive_deps(job.lane).dead_letter_depth.read().in_flight > 0


def _later(moment: datetime) -> datetime:
    return moment + timedelta(seconds=CANARY_WAIT_SECONDS)


def _send(deps: BulkDeps, job: RedriveJob, step: Step) -> list[str]:
    """Send letters back and keep what became of their items. Returns those that the queue did not have."""
    if not step.letters:
        return []
    names = {f"sqs:{letter}": letter for letter in step.letters}
    redrive = Redrive(
        selection=Selection(identifiers=frozenset(names)), requested_by=job.by, pace=Pace(per_second=job.per_second)
    )
    redriven = redrive_dead_letters(deps.workbench.redrive_deps(job.lane), redrive)
    gone = [names[name] for name in redriven.unknown]
    deps.jobs.settle(job.id, gone, ItemState.GONE)
    deps.jobs.settle(job.id, [letter for letter in step.letters if letter not in gone], ItemState.SENT)
    return gone


def _fate(deps: BulkDeps, job: RedriveJob) -> Fate | None:
    """Return what became of the canary. A body that is no message fails for good."""
    if job.canary_body is None or job.canary_sent_at is None:
        return None
    try:
        return deps.fates.of(DECODERS[job.lane](job.canary_body), job.canary_sent_at)
    except InvalidMessage:
        return Fate.DEAD
