"""Stores of their own for a console, filled as after a year's work: what the benchmarks of the pages read.

Every row is one that the programs may write, and the ledger balances.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import boto3
import psycopg
from esteira.accounts.account import Account, Language
from esteira.accounts.mongo.collections import create_account_indexes
from esteira.audit.entry import entry_of
from esteira.audit.mongo.audit_store import document_of
from esteira.audit.mongo.collections import COLLECTION, create_audit_indexes
from esteira.consumer.mongo import INDEXES, attempts_collection
from esteira.core.auditing.audited import Audited, Outcome
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.mongo import mongo_database
from esteira.core.postgres.database import Database
from esteira.core.principal import Principal, Role
from esteira.producer.cursor import Cursor, Position
from esteira.producer.postgres.checkpoints import PostgresCheckpoints
from esteira.producer.postgres.xid_source import XidSource
from psycopg import sql
from pydantic import SecretStr

from tests.browser.planned_workers import planned_workers
from tests.browser.running_console import REPORTS_BUCKET, ConsoleStores
from tests.harness.mongo import running_mongo
from tests.harness.postgres import running_postgres
from tests.harness.queues import make_lane, running_moto, sqs_client
from tests.harness.redis import running_redis

OWNER = Principal(id="machine:volume", kind="machine", role=Role.ADMIN, name="volume")
"""Whose look-ups, mails and reports they are."""

T = TypeVar("T")

SQL = Path(__file__).parent / "sql"
DOCUMENTS_AT_ONCE = 5_000
IN_QUEUE = 300
"""Dead letters that are in their queue too. moto takes time with the square of them; a page reads but their number."""


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """How much of each there is."""

    orders: int = 1_000_000
    dead: int = 100_000
    lookups: int = 100_000
    callbacks: int = 50_000
    mails: int = 50_000
    failures: int = 50_000
    reports: int = 1_000
    events: int = 20_000
    entries: int = 20_000
    attempts: int = 20_000
    accounts: int = 2_000

    def divided(self, by: int) -> "Amounts":
        """Return fewer of everything."""
        return Amounts(**{name: max(100, amount // by) for name, amount in asdict(self).items()})


@contextmanager
def filled_stores(folder: Path, amounts: Amounts) -> Iterator[ConsoleStores]:
    """Run Postgres, MongoDB, Redis and the queues in this folder, and fill them."""
    with ExitStack() as stack:
        postgres = stack.enter_context(running_postgres(folder / "postgres"))
        mongo = stack.enter_context(running_mongo(folder / "mongo"))
        redis = stack.enter_context(running_redis(folder / "redis"))
        endpoint = stack.enter_context(running_moto(folder / "moto"))
        sqs = sqs_client(endpoint)
        stores = ConsoleStores(
            source_dsn=postgres.migrated("source"),
            target_dsn=postgres.migrated("target"),
            redis_url=redis.url,
            mongo_url=mongo.url(),
            sqs_endpoint=endpoint,
            orders=make_lane(sqs),
            payments=make_lane(sqs),
            lookups=make_lane(sqs),
        )
        _fill(stores, amounts)
        stack.enter_context(planned_workers(redis.url))
        yield stores


def _fill(stores: ConsoleStores, amounts: Amounts) -> None:
    given = {**asdict(amounts), "owner": OWNER.id, "rows": amounts.orders + amounts.dead}
    _run(stores.source_dsn, "fill_source", given)
    _run(stores.target_dsn, "fill_target", given)
    move_cursor(database(stores.source_dsn), database(stores.target_dsn))
    _fill_documents(stores, amounts)
    _fill_queues(stores)


def _run(dsn: str, name: str, given: dict[str, Any]) -> None:
    with psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute((SQL / f"{name}.sql").read_bytes(), given)
        connection.execute("VACUUM ANALYZE")


def move_cursor(source: Database, target: Database) -> None:
    """Note in the target that all rows of the source were handed over."""
    with source.transaction() as connection:
        found = connection.execute("SELECT sync_xid::text, id FROM orders ORDER BY sync_xid DESC, id DESC LIMIT 1")
        x, row_id = found.fetchone() or ("0", 0)
    epoch = XidSource("source1", source).inspect().epoch
    PostgresCheckpoints(target).save("source1", Cursor(epoch=epoch, position=Position(x=int(x), id=row_id)))


def database(dsn: str) -> Database:
    """Return the database with this address."""
    return Database(SecretStr(dsn), unavailable=TargetUnavailable)


def _fill_documents(stores: ConsoleStores, amounts: Amounts) -> None:
    mongo = mongo_database(SecretStr(stores.mongo_url))
    create_audit_indexes(mongo)
    create_account_indexes(mongo)
    attempts = attempts_collection(SecretStr(stores.mongo_url))
    attempts.create_indexes(INDEXES)
    _insert(mongo[COLLECTION], _entries(amounts.entries))
    _insert(mongo["accounts"], _accounts(amounts.accounts))
    _insert(attempts, _attempts(stores, amounts.attempts))


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def _insert(collection: Any, documents: Iterable[dict[str, Any]]) -> None:
    for some in _parts(documents, DOCUMENTS_AT_ONCE):
        collection.insert_many(some, ordered=False)


def _entries(count: int) -> Iterator[dict[str, Any]]:
    """One action every half minute: of fifty people, a hundredth of them refused."""
    now = utc_now()
    for number in range(count):
        person = Principal(id=f"user:{number % 50}", kind="user", role=Role.OPERATOR, name=f"person {number % 50}")
        audited = Audited(
            principal=person,
            action=("lane.paused", "lane.resumed", "report.started", "token.rotated")[number % 4],
            subject=f"subject {number % 400}",
            before={"paused": False, "version": number},
            after={"paused": True, "version": number + 1},
            outcome=Outcome.REFUSED if number % 100 == 0 else Outcome.DONE,
            address="192.0.2.1",
        )
        yield document_of(entry_of(audited, now - timedelta(seconds=30 * (count - number))))


def _accounts(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        account = Account(
            id=secrets.token_hex(12),
            email=f"person{number}@example.com",
            email_key=f"person{number}@example.com",
            name=f"Person {number}",
            language=Language.PORTUGUESE,
            time_zone="America/Sao_Paulo",
            password_hash="",
            created_at=utc_now(),
            confirmed=True,
        )
        fields = asdict(account)
        yield {"_id": fields.pop("id"), **fields, "role": account.role.value, "language": account.language.value}


def _attempts(stores: ConsoleStores, count: int) -> Iterator[dict[str, Any]]:
    """One attempt of each of the newest orders, and of each of the newest dead ones the fifth."""
    now = utc_now()
    for table, attempt, status in (("orders", 1, "succeeded"), ("order_failures", 5, "failed")):
        for message_id, source_id in _newest(stores, table, count // 2):
            yield {
                "_id": f"sqs-{source_id}:{attempt}",
                "message_id": message_id,
                "sqs_message_id": f"sqs-{source_id}",
                "lane": "orders",
                "attempt": attempt,
                "status": status,
                "attempts_needed": 1,
                "error": {"kind": "simulated", "sentence": "no luck"} if status == "failed" else None,
                "origin": {"source": "source1", "source_id": source_id, "read_at": now},
                "data": {"product": "chair", "price": "19.90", "security_check": True},
                "processed_at": now - timedelta(minutes=1),
                "expireAt": now + timedelta(days=30),
            }


def _newest(stores: ConsoleStores, table: str, count: int) -> Sequence[tuple[str, int]]:
    query = sql.SQL("SELECT message_id::text, source_id FROM {} ORDER BY source_id DESC LIMIT {}")
    with psycopg.connect(stores.target_dsn) as connection:
        return connection.execute(query.format(sql.Identifier(table), count)).fetchall()


def _fill_queues(stores: ConsoleStores) -> None:
    """The newest filed dead letters are in their queue; there is a bucket for reports."""
    boto3.client(
        "s3",
        endpoint_url=stores.sqs_endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    ).create_bucket(Bucket=REPORTS_BUCKET)
    client = sqs_client(stores.sqs_endpoint)
    with psycopg.connect(stores.target_dsn) as connection:
        bodies = connection.execute("SELECT readable FROM dead_letters ORDER BY died_at DESC LIMIT %s", (IN_QUEUE,))
        for part in _parts((body for (body,) in bodies), 10):
            _send(client, stores.orders.dlq_url, part)


def _send(client: Any, queue_url: str, bodies: Sequence[str]) -> None:
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
    client.send_message_batch(QueueUrl=queue_url, Entries=entries)
