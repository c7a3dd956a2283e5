"""Three hours in which nothing runs, over 19:00: look-ups every five minutes catch up once, with one digest each."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from esteira.core.messages import LookupMessage, decode
from esteira.core.postgres.database import Database
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.queue.memory import MemoryQueueDepthReader
from esteira.core.queue.send_batches import BatchSender
from esteira.lookups.hand_over_due import HandOverDeps, hand_over_due
from esteira.lookups.lane.claims import Receive
from esteira.lookups.lane.ports import TaskResult
from esteira.lookups.lookup_task import TaskState
from esteira.lookups.postgres.lookup_mails import LookupMails
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.postgres.task_queue import PostgresTaskQueue
from esteira.lookups.ranking import AGEING
from esteira.lookups.ring import RingDeps, RingWhatIsDueDeps
from esteira.mail.mail_kind import MailKind

from tests.fixtures.booking import Bells
from tests.fixtures.digests import OWNED, SEVEN, Post, new_sealer, post_in_postgres
from tests.fixtures.lookups import EVERY_FIVE_MINUTES, lookup

PEOPLE = 8
BEGIN = SEVEN - timedelta(hours=1, minutes=30)
DOWN_MINUTES = 180
MINUTE_SECONDS = 60


class Schedules:
    """The schedules of look-ups and digests, which run by the minute, and a consumer that answers at once."""

    def __init__(self, post: Post, database: Database) -> None:
        self.post = post
        self.store = PostgresLookupStore(database)
        self._bells = Bells()
        self._queue = PostgresTaskQueue(database, LookupMails(new_sealer()), clock=post.clock)
        sender = BatchSender(queue=self._bells, in_flight=1, pause=lambda _: None)
        ring_due = RingWhatIsDueDeps(
            ring=RingDeps(store=self.store, batch_sender=sender, clock=post.clock),
            tasks=self._queue,
            lane=MemoryQueueDepthReader(),
            lost_after=timedelta(minutes=5),
        )
        self._deps = HandOverDeps(ring_due=ring_due, ageing=AGEING)

    def run(self, minutes: int) -> list[int]:
        """Run them each minute, and return how many tasks each run made."""
        return [self._minute() for _ in range(minutes)]

    def _minute(self) -> int:
        self.post.clock.forward(MINUTE_SECONDS)
        handed_over = hand_over_due(self._deps, should_continue=lambda: True)
        messages = [decode(LookupMessage, body) for body in self._bells.sent]
        self._bells.sent.clear()
        claimed = self._queue.claim([Receive(doorbell=each.message_id, number=1) for each in messages])
        self._queue.finish([TaskResult(task=task, state=TaskState.SUCCEEDED) for task in claimed.values()])
        self.post.tick()
        return handed_over.tasks


@pytest.fixture
def schedules(target_database: Database, statements: SingleStatements, target_dsn: str) -> Schedules:
    """Schedules at 17:30, with a look-up every five minutes of each person."""
    post = post_in_postgres(target_database, statements, target_dsn)
    post.clock.now = BEGIN
    people = [replace(OWNED, id=f"user:{number}", email=f"{number}@example.com") for number in range(PEOPLE)]
    for person in people:
        post.book.keep(person)
    made = Schedules(post, target_database)
    every = lookup(recurrence=EVERY_FIVE_MINUTES, next_due_at=BEGIN, created_at=BEGIN)
    made.store.add([replace(every, id=uuid4(), owner_id=person.id) for person in people])
    return made


def test_after_the_downtime_each_look_up_runs_once_and_each_person_has_one_digest(schedules: Schedules) -> None:
    before = schedules.run(30)
    schedules.post.clock.forward((DOWN_MINUTES - 1) * MINUTE_SECONDS)
    caught_up = schedules.run(1)
    after = schedules.run(30)

    assert (sum(before), caught_up, sum(after)) == (7 * PEOPLE, [PEOPLE], 6 * PEOPLE)
    digests = [mail for mail in schedules.post.outbox.page(None, None, 500) if mail.kind is MailKind.DIGEST]
    assert sorted(mail.recipient_id for mail in digests) == sorted(f"user:{number}" for number in range(PEOPLE))
