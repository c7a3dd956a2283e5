"""A bulk redrive: a job with one item a letter, which is carried out in slices and survives its process."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from esteira.core.names import Lane
from esteira.workbench.letter import LetterFilter

SLICE_ITEMS = 500
"""Letters that are sent back at once: the whole dead-letter queue is read for each slice."""
SLICE_SECONDS = 10
"""With a rate, a slice is what may be sent in this time."""
LEASE_SECONDS = 120
"""How long a runner has for a slice. Then it counts as ended, and another continues."""
CANARY_WAIT_SECONDS = 2
"""Between two looks at the canary, and while another reader hides letters."""


CANARY_PATIENCE_SECONDS = 900
"""How long the result of a canary is awaited."""


class JobState(StrEnum):
    """The state of a job. `ready` → (`watching` →) `running` → `done`; `stopped` and `failed` end it early.

    `ready`: nothing is sent. `watching`: the canary is sent, and its result is awaited. `failed`: it failed again, or
    had no result. From any of them, `undoing` → `undone`: what still waits on the lane becomes dead letters again.
    """

    READY = "ready"
    WATCHING = "watching"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


OPEN = (JobState.READY, JobState.WATCHING, JobState.RUNNING)
"""The states in which a job sends letters."""
UNDO = (JobState.UNDOING, JobState.UNDONE)
"""The states of a job that is not sent any more, but taken back."""


class ItemState(StrEnum):
    """The state of a letter in a job.

    `gone`: its queue did not have it when it was its turn. `undone`: it was sent, and is a dead letter again.
    """

    WAITING = "waiting"
    SENT = "sent"
    GONE = "gone"
    UNDONE = "undone"


class Fate(StrEnum):
    """What became of a message that was sent back."""

    PENDING = "pending"
    ARRIVED = "arrived"
    DEAD = "dead"


@dataclass(frozen=True, kw_only=True)
class RedriveJob:
    """A bulk redrive with the number of its items by state. `canary`: one letter first, whose result decides.

    `canary_id`: the letter that is sent first, with `canary_body`, from `canary_sent_at` on. `question` and `ids`: what
    it was started with. `repeats`: the job that it repeats.
    """

    id: UUID
    lane: Lane
    by: str
    created_at: datetime
    state: JobState
    canary: bool
    per_second: float | None
    question: LetterFilter = field(default_factory=LetterFilter)
    ids: Sequence[str] | None = None
    repeats: UUID | None = None
    canary_id: str | None = None
    canary_body: str | None = None
    canary_sent_at: datetime | None = None
    reason: str = ""
    waiting: int = 0
    sent: int = 0
    gone: int = 0
    undone: int = 0

    @property
    def place(self) -> "JobPlace":
        """Where it stands in a list, which has the newest first."""
        return self.created_at, self.id

    @property
    def slice_items(self) -> int:
        """How many letters may be sent at once."""
        if self.per_second is None:
            return SLICE_ITEMS
        return max(1, min(SLICE_ITEMS, int(self.per_second * SLICE_SECONDS)))


JobPlace = tuple[datetime, UUID]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a runner does next: first send these letters, then keep this state."""

    state: JobState
    letters: Sequence[str] = ()
    reason: str = ""
    canary_sent_at: datetime | None = None


def decide(job: RedriveJob, waiting: Sequence[str], fate: Fate | None, now: datetime) -> Step:
    """Return the next step. `waiting`: letters whose turn it is; `fate`: of the canary, None if none was sent."""
    if job.state is JobState.WATCHING and (step := _while_watching(job, waiting, fate, now)):
        return step
    if not waiting:
        return Step(state=JobState.DONE)
    if job.state is JobState.READY and job.canary:
        return Step(state=JobState.WATCHING, letters=waiting[:1], canary_sent_at=now)
    return Step(state=JobState.RUNNING, letters=waiting)


def _while_watching(job: RedriveJob, waiting: Sequence[str], fate: Fate | None, now: datetime) -> Step | None:
    if waiting and waiting[0] == job.canary_id:
        # Its runner ended before it was settled. Whether it was sent is unknown; a second message would be ignored.
        return Step(state=JobState.WATCHING, letters=waiting[:1])
    if fate is Fate.DEAD:
        return Step(state=JobState.FAILED, reason="the first letter failed again, so no other was sent")
    if fate is not Fate.PENDING:
        return None
    if job.canary_sent_at and now - job.canary_sent_at > timedelta(seconds=CANARY_PATIENCE_SECONDS):
        return Step(state=JobState.FAILED, reason="the first letter had no result in time, so no other was sent")
    return Step(state=JobState.WATCHING)
