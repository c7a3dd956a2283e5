"""Undo a bulk redrive: its messages that still wait on the lane become dead letters again.

The order of effects: send to the dead-letter queue, delete from the lane, mark as dead. A process that is killed in
between leaves a copy on the lane, which makes the letter a copy of an order that arrives; or an order that counts as
retrying while it is a dead letter, which `verify_orders` mends.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from esteira.core.errors import Conflict, QueueUnavailable, Unprocessable
from esteira.core.messages import MAX_RECEIVES
from esteira.core.names import Lane
from esteira.core.queue.batching import SendStatus
from esteira.core.queue.ports import QueueReceiver
from esteira.core.queue.read_once import OnceReader, reading_once
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.queue.send_batches import BatchSender
from esteira.reconciliation.dead_letters import DEAD_LETTERS_AT_ONCE, parse_dead_letter
from esteira.workbench.redrive_job import LEASE_SECONDS, ItemState, JobState, RedriveJob, Step
from esteira.workbench.run_redrive import BulkDeps
from esteira.workbench.start_redrive import found_job

LANE: Lane = "orders"
"""Callbacks and look-ups cannot be undone: their schedules send again what has no result."""
UNDO_SECONDS = 60
"""How long a lane is read, during which the messages of others that were read are hidden."""


@dataclass(frozen=True, kw_only=True)
class LaneQueues:
    """The ends of a lane's queues that nothing but an undoing or an import needs."""

    lane: QueueReceiver
    dead_letters: BatchSender


@dataclass(frozen=True, kw_only=True)
class UndoDeps:
    """The jobs, and the queues of each lane."""

    bulk: BulkDeps
    queues: Callable[[Lane], LaneQueues]


def undo_redrive(bulk: BulkDeps, job_id: UUID, by: str) -> RedriveJob:
    """Have a job stopped and undone. What is then `sent` could not be taken back: it had left the lane.

    Raises `NotFound`, `Unprocessable` for a lane whose messages cannot be taken back, `Conflict` if it was undone
    before, or `TargetUnavailable`.
    """
    job = found_job(bulk.jobs, job_id)
    if job.lane != LANE:
        raise Unprocessable(f"(only redrives of the lane {LANE} can be undone: the others' schedules would send again)")
    if not bulk.jobs.undo(job_id, f"undone by {by}"):
        raise Conflict("(the redrive is undone already)")
    return found_job(bulk.jobs, job_id)


def run_undo(deps: UndoDeps) -> bool:
    """Take back the messages of a job that is to be undone, in one reading of its lane. Returns whether there was one.

    Raises `Unavailable`; then it is done when the lease is over.
    """
    bulk = deps.bulk
    now = bulk.workbench.clock()
    job = bulk.jobs.claim([JobState.UNDOING], now, now + timedelta(seconds=LEASE_SECONDS))
    if job is None:
        return False
    _Undo(deps=deps, job=job, queues=deps.queues(job.lane), waiting=_by_body(bulk, job)).run()
    bulk.jobs.proceed(job.id, job.state, Step(state=JobState.UNDONE), due_at=bulk.workbench.clock())
    return True


def _by_body(bulk: BulkDeps, job: RedriveJob) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for letter, body in bulk.jobs.sent(job.id).items():
        letters.setdefault(body, []).append(letter)
    return letters


@dataclass(kw_only=True)
class _Undo:
    """The state of one undoing. `waiting`: the letters that may still be on the lane, by body."""

    deps: UndoDeps
    job: RedriveJob
    queues: LaneQueues
    waiting: dict[str, list[str]]

    def run(self) -> None:
        """Read the lane until nothing is left to find."""
        with reading_once(self.queues.lane) as reader:
            for portion in self._portions(reader):
                own = self._own(portion)
                others = [message for message in portion if message not in own]
                reader.hide(others)
                self._keep_alive([message for message in others if message.attempt >= MAX_RECEIVES])
                self._take_back(own)

    def _portions(self, reader: OnceReader) -> Iterator[Sequence[ReceivedMessage]]:
        clock = self.deps.bulk.workbench.clock
        end = clock() + timedelta(seconds=UNDO_SECONDS)
        portions = reader.portions(DEAD_LETTERS_AT_ONCE)
        while self.waiting and clock() < end and (portion := next(portions, None)):
            yield portion

    def _own(self, portion: Sequence[ReceivedMessage]) -> list[ReceivedMessage]:
        """Return the messages that the job sent: of equal ones not more than it has letters."""
        left = {body: len(letters) for body, letters in self.waiting.items()}
        own = []
        for message in portion:
            if left.get(message.body):
                left[message.body] -= 1
                own.append(message)
        return own

    def _keep_alive(self, others: Sequence[ReceivedMessage]) -> None:
        """Send messages of others anew that would become dead letters because they were received here."""
        self._sent(self.deps.bulk.workbench.redrive_deps(self.job.lane).batch_sender, others)
        self.queues.lane.acknowledge(others)

    def _take_back(self, own: Sequence[ReceivedMessage]) -> None:
        if not own:
            return
        self._sent(self.queues.dead_letters, own)
        self.queues.lane.acknowledge(own)
        letters = [parse_dead_letter(message, self.job.lane) for message in own]
        dead_orders = self.deps.bulk.workbench.redrive_deps(self.job.lane).dead_orders
        dead_orders.mark_dead([letter.order_key for letter in letters if letter.order_key])
        self.deps.bulk.jobs.settle(self.job.id, self._letters_of(own), ItemState.UNDONE)

    def _letters_of(self, own: Sequence[ReceivedMessage]) -> list[str]:
        return [self._letter_of(message.body) for message in own]

    def _letter_of(self, body: str) -> str:
        letters = self.waiting[body]
        letter = letters.pop()
        if not letters:
            del self.waiting[body]
        return letter

    def _sent(self, sender: BatchSender, messages: Sequence[ReceivedMessage]) -> None:
        if not messages:
            return
        outcomes = sender.send([message.body for message in messages], should_continue=lambda: True)
        if any(outcome.status is not SendStatus.SENT for outcome in outcomes):
            raise QueueUnavailable("(not all messages were taken back; the rest follows)")
