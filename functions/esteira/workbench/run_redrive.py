"""Carry out bulk redrives slice by slice.

A slice is safe to repeat: a letter that was sent and deleted is not found again, and one that was sent and not deleted
is ignored by the target. So a process that is killed costs no letter, and no order arrives twice. Which letter is the
canary is kept before it is sent, so that a job never sends a second one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from esteira.core.errors import InvalidMessage
from esteira.core.failpoints import passing
from esteira.core.messages import MESSAGES, decode
from esteira.reconciliation.dead_letters import Pace, Selection
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive
from esteira.workbench.bulk_ports import Fates, RedriveJobs
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.redrive_job import (
    CANARY_WAIT_SECONDS,
    LEASE_SECONDS,
    OPEN,
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
    until = now + timedelta(seconds=LEASE_SECONDS)
    job = deps.jobs.claim(OPEN, now, until)
    if job is None:
        return False
    if _letters_are_hidden(deps, job):
        deps.jobs.proceed(job.id, job.state, Step(state=job.state), due_at=_later(now))
        return True
    step = decide(job, deps.jobs.waiting(job.id, job.slice_items), _fate(deps, job), now)
    if step.canary_sent_at:
        deps.jobs.proceed(job.id, job.state, step, due_at=until)
        job = replace(job, state=step.state)
        passing("workbench.after_canary_kept")
    _keep(deps, job, step, _send(deps, job, step))
    return True


def _keep(deps: BulkDeps, job: RedriveJob, step: Step, gone: Sequence[str]) -> None:
    """Keep the state after a step. If the canary was gone, the next letter becomes the canary."""
    state = JobState.READY if step.canary_sent_at and gone else step.state
    after = deps.workbench.clock()
    due_at = _later(after) if state is JobState.WATCHING else after
    deps.jobs.proceed(job.id, job.state, Step(state=state, reason=step.reason), due_at=due_at)


def _letters_are_hidden(deps: BulkDeps, job: RedriveJob) -> bool:
    """Whether another reader holds letters: they would seem to be gone."""
    return deps.workbench.redrive_deps(job.lane).dead_letter_depth.read().in_flight > 0


def _later(moment: datetime) -> datetime:
    return moment + timedelta(seconds=CANARY_WAIT_SECONDS)


def _send(deps: BulkDeps, job: RedriveJob, step: Step) -> Sequence[str]:
    """Send letters back and keep what became of their items. Returns those that the queue did not have.

    Copies of a message that was sent with them wait for the next slice. A canary that was kept by a runner that is gone
    counts as sent: if the queue does not have it any more, that runner sent it.
    """
    if not step.letters:
        return ()
    names = {f"sqs:{letter}": letter for letter in step.letters}
    redrive = Redrive(
        selection=Selection(identifiers=frozenset(names)), requested_by=job.by, pace=Pace(per_second=job.per_second)
    )
    redriven = redrive_dead_letters(deps.workbench.redrive_deps(job.lane), redrive)
    passing("workbench.after_slice_sent")
    is_kept_canary = step.state is JobState.WATCHING and not step.canary_sent_at
    gone = () if is_kept_canary else [names[name] for name in redriven.unknown]
    deps.jobs.settle(job.id, gone, ItemState.GONE)
    left = {*gone, *redriven.kept_letters}
    deps.jobs.settle(job.id, [letter for letter in step.letters if letter not in left], ItemState.SENT)
    return gone


def _fate(deps: BulkDeps, job: RedriveJob) -> Fate | None:
    """Return what became of the canary. A body that is no message fails for good."""
    if job.canary_body is None or job.canary_sent_at is None:
        return None
    try:
        return deps.fates.of(decode(MESSAGES[job.lane], job.canary_body), job.canary_sent_at)
    except InvalidMessage:
        return Fate.DEAD
