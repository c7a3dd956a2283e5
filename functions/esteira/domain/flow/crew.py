"""One lane's workers against its plan: who is started, and who is asked to go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from esteira.domain.flow.actions import OVER_LIMIT_FOR, AskToDrain, ScalerAction, ScalerMemory, StartWorker
from esteira.domain.flow.config import WorkerLimits
from esteira.domain.flow.departures import loss
from esteira.domain.flow.observation import WorkerState
from esteira.domain.flow.plan import LanePlan
from esteira.domain.flow.remembering import breach
from esteira.domain.flow.worker_state import Condition, Worker
from esteira.domain.names import Lane

LONGEST_PAUSE_SECONDS = 30
"""Between two tries to start a worker of a lane whose workers end before they beat."""

FAREWELL_ORDER = (WorkerState.STARTING, WorkerState.IDLE, WorkerState.POLLING, WorkerState.BUSY)
"""Who is asked to go first: whoever has least to finish."""


@dataclass(frozen=True, kw_only=True)
class Crew:
    """A lane's workers, and what they are held against."""

    lane: Lane
    plan: LanePlan
    limits: WorkerLimits
    memory: ScalerMemory
    now: datetime
    members: Sequence[Worker]

    @property
    def staying(self) -> Sequence[Worker]:
        """Those that count."""
        return [worker for worker in self.members if worker.condition is Condition.STAYING]

    def is_over_limit(self, worker: Worker) -> bool:
        """Whether it has been so for longer than a peak lasts."""
        since = self.memory.over_limit.get(worker.name)
        return since is not None and self.now - since > OVER_LIMIT_FOR


def adjusted(crew: Crew) -> Iterator[ScalerAction]:
    """Starts whom the plan misses, asks those to drain who are too many, or one that has grown too large."""
    surplus = len(crew.staying) - crew.plan.workers
    if surplus > 0:
        yield from _dismissed(crew, surplus)
        return
    recycled = _outgrown(crew)
    if recycled:
        yield recycled
    yield from _started(crew, bool(recycled) - surplus, recycled)


def _dismissed(crew: Crew, surplus: int) -> Iterator[AskToDrain]:
    reason = f"{len(crew.staying)} run, {crew.plan.workers} are planned. {crew.plan.reason}"
    for worker in sorted(crew.staying, key=lambda worker: _farewell_rank(crew, worker))[:surplus]:
        yield AskToDrain(name=worker.name, lane=crew.lane, reason=reason)


def _farewell_rank(crew: Crew, worker: Worker) -> tuple[bool, bool, int, float, str]:
    """Those that may be dead or are too large before the sound, the young before the old."""
    beat = worker.beat
    heard = not (beat and beat.is_missing(crew.now))
    place = FAREWELL_ORDER.index(WorkerState.BUSY if worker.in_hand else worker.state)
    known = beat or worker.process
    started_at = known.started_at.timestamp() if known else 0
    return heard, not crew.is_over_limit(worker), place, -started_at, worker.name


def _outgrown(crew: Crew) -> AskToDrain | None:
    """One at a time, and only while nobody of the lane leaves or starts: its capacity stays."""
    unsettled = any(
        worker.condition is Condition.LEAVING or (worker.condition is Condition.STAYING and not worker.beat)
        for worker in crew.members
    )
    for worker in () if unsettled else crew.staying:
        if worker.beat and crew.is_over_limit(worker):
            since = (crew.now - crew.memory.over_limit[worker.name]).total_seconds()
            reason = f"It has had {breach(worker.beat, crew.limits)} for {since:.0f} s."
            return AskToDrain(name=worker.name, lane=crew.lane, reason=reason)
    return None


def _started(crew: Crew, missing: int, recycled: AskToDrain | None) -> Iterator[StartWorker]:
    """As many as are missing. The first of them take the places of those that were lost this moment."""
    if _pauses(crew):
        return
    lost = [(recycled.name, recycled.reason)] if recycled else []
    lost += [(worker.name, loss(worker, crew.now)) for worker in crew.members if _is_lost_now(crew, worker)]
    replacements = [StartWorker(lane=crew.lane, replaces=name, reason=reason) for name, reason in lost]
    there = crew.plan.workers - missing
    reason = f"{there} of {crew.plan.workers} planned workers are there. {crew.plan.reason}"
    additions = [StartWorker(lane=crew.lane, reason=reason)] * missing
    yield from islice([*replacements, *additions], missing)


def _is_lost_now(crew: Crew, worker: Worker) -> bool:
    """Whether it is a loss that was neither asked for nor seen before."""
    asked = worker.name in crew.memory.draining or worker.name in crew.memory.terminated
    return not asked and worker.condition in (Condition.LOST, Condition.ENDED)


def _pauses(crew: Crew) -> bool:
    births = crew.memory.stillborn.get(crew.lane)
    if not births:
        return False
    pause = timedelta(seconds=min(LONGEST_PAUSE_SECONDS, 2 ** min(births.count, 10) / 2))
    return crew.now - births.at < pause
