"""A lane with look-ups, consumers that tests may kill, and what became of the tasks."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
from cryptography.fernet import Fernet
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.lookup_providers import LookupProvider, ProviderKind
from esteira.core.postgres.database import Database
from esteira.core.queue.send_batches import BatchSender
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from esteira.core.queue.sqs_sender import SqsQueueSender
from esteira.core.settings import HandOverSettings
from esteira.lookups.cnpj import check_digits
from esteira.lookups.lookup_task import new_task
from esteira.lookups.postgres.lookup_mails import LookupMails
from esteira.lookups.postgres.lookup_store import PostgresLookupStore
from esteira.lookups.postgres.task_queue import PostgresTaskQueue
from esteira.lookups.ranking import AGEING, Priority
from esteira.lookups.ring import RingDeps, RingWhatIsDueDeps, ring_what_is_due
from pydantic import SecretStr

from tests.fixtures.digests import new_sealer
from tests.fixtures.lookups import lookup
from tests.harness.child import Child
from tests.harness.consumption import Services
from tests.harness.environment import aws_variables
from tests.harness.provider_server import ProviderServer
from tests.harness.queues import make_lane, messages_in, sqs_client
from tests.harness.waiting import wait_for

POLLER = "tests.harness.look_up_poller"
SHAPES: tuple[ProviderKind, ...] = ("brasilapi", "cnpjws")


class Task(NamedTuple):
    """A task as the target keeps it."""

    id: UUID
    cnpj: str
    priority: str
    state: str
    attempts: int
    ranked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    provider: str | None
    error: str | None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How the providers may be asked: questions a second of each, and how long a look-up waits for its turn.

    `visibility_seconds`: how long the messages of a killed consumer stay invisible.
    """

    rate_per_second: float = 500
    burst: int = 50
    patience_seconds: float = 5
    visibility_seconds: int = 120


class LookUpLane:
    """A lane of look-ups with a database of its own."""

    def __init__(
        self, services: Services, redis_url: str, provider: ProviderServer, folder: Path, terms: Terms
    ) -> None:
        self.provider = provider
        self._services, self._redis_url, self._folder, self._terms = services, redis_url, folder, terms
        self._mark = uuid4().hex[:6]
        self._sqs = sqs_client(services.sqs_endpoint, max_pool_connections=8)
        self.lane = make_lane(self._sqs, visibility_seconds=terms.visibility_seconds)
        self._opened = ExitStack()
        self._database = self._opened.enter_context(
            closing(Database(SecretStr(services.target_dsn), unavailable=TargetUnavailable))
        )
        self._pollers = 0

    def book(self, cnpjs: Sequence[str], *, priorities: Sequence[Priority] = (Priority.NORMAL,)) -> None:
        """Queue a task for each CNPJ, in turn of these priorities, and send their messages."""
        now = utc_now()
        lookups = [
            replace(lookup(next_due_at=None), id=uuid4(), cnpj=cnpj, priority=priorities[number % len(priorities)])
            for number, cnpj in enumerate(cnpjs)
        ]
        tasks = [
            new_task(one, due_at=now, now=now + number * timedelta(microseconds=1), ageing=AGEING)
            for number, one in enumerate(lookups)
        ]
        PostgresLookupStore(self._database).add(lookups, tasks)
        self.ring()

    def ring(self) -> int:
        """Send what is unsent or lost, as the schedule does."""
        return ring_what_is_due(self._ring_due_deps, should_continue=lambda: True)

    def start_poller(self, **variables: str) -> Child:
        """Start a consumer; the caller must stop it."""
        self._pollers += 1
        environment = {**os.environ, **self._environment, **variables}
        command = (sys.executable, "-m", POLLER, "600")
        return Child(f"look-ups-{self._pollers}", command, folder=self._folder, environment=environment)

    @contextmanager
    def pollers(self, number: int = 1) -> Iterator[None]:
        """Run consumers during the block."""
        children = [self.start_poller() for _ in range(number)]
        try:
            yield
        finally:
            for child in children:
                child.stop()

    def await_rest(self) -> None:
        """Wait until every task has its answer or is dead, and no message is left on the lane."""
        wait_for("every task ends", lambda: not self.unfinished(), every_seconds=0.3)
        wait_for("the lane is empty", lambda: self._depth().read().total == 0, every_seconds=0.3)

    def unfinished(self) -> int:
        """Return the number of tasks without an end."""
        return sum(task.state in {"queued", "running", "retrying"} for task in self.tasks())

    def tasks(self) -> list[Task]:
        """Return all tasks, in the order of work."""
        with psycopg.connect(self._services.target_dsn) as connection:
            rows = connection.execute(
                f"SELECT {', '.join(Task._fields)} FROM lookup_tasks ORDER BY ranked_at"
            ).fetchall()
        return [Task(*row) for row in rows]

    def dead_letters(self) -> list[UUID]:
        """Return the message ids of the dead letters."""
        return [UUID(json.loads(each["Body"])["message_id"]) for each in messages_in(self._sqs, self.lane.dlq_url)]

    def close(self) -> None:
        """Close the connections."""
        self._opened.close()
        self._sqs.close()

    @property
    def _ring_due_deps(self) -> RingWhatIsDueDeps:
        sender = BatchSender(queue=SqsQueueSender(self._sqs, self.lane.queue_url), in_flight=8)
        return RingWhatIsDueDeps(
            ring=RingDeps(store=PostgresLookupStore(self._database), batch_sender=sender, clock=utc_now),
            tasks=PostgresTaskQueue(self._database, LookupMails(new_sealer()), clock=utc_now),
            lane=self._depth(),
            lost_after=timedelta(seconds=HandOverSettings.model_fields["lookup_lost_after_seconds"].default),
        )

    def _depth(self) -> SqsQueueDepthReader:
        return SqsQueueDepthReader(self._sqs, self.lane.queue_url)

    @property
    def _providers(self) -> list[dict[str, Any]]:
        return [
            LookupProvider(
                name=f"{shape}-{self._mark}",
                kind=shape,
                base_url=f"{self.provider.url}/{shape}",
                rate_per_second=self._terms.rate_per_second,
                burst=self._terms.burst,
            ).model_dump(mode="json")
            for shape in SHAPES
        ]

    @property
    def _environment(self) -> Mapping[str, str]:
        return aws_variables(self._services.sqs_endpoint) | {
            "ESTEIRA_TARGET_DSN": self._services.target_dsn,
            "ESTEIRA_MONGO_URL": self._services.mongo_url,
            "ESTEIRA_REDIS_URL": self._redis_url,
            "ESTEIRA_QUEUE_URL": self.lane.queue_url,
            "ESTEIRA_RETRY_DELAY_SECONDS": "1",
            "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
            "ESTEIRA_LOOKUP_PROVIDERS": json.dumps(self._providers),
            "ESTEIRA_LOOKUP_LOOPBACK": json.dumps([self.provider.place]),
            "ESTEIRA_LOOKUP_PATIENCE_SECONDS": str(self._terms.patience_seconds),
        }


def cnpjs(number: int) -> list[str]:
    """Return so many valid CNPJs."""
    bases = [f"{each:08d}0001" for each in range(1, number + 1)]
    return [base + check_digits(base) for base in bases]
