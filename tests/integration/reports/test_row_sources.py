"""What the rows of each kind are, and that those counted are those read."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from esteira.consumer.mongo import INDEXES, attempts_collection
from esteira.core.errors import AttemptLogUnavailable, TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.reports.files.report_file import Row
from esteira.reports.mongo.attempts import attempt_rows
from esteira.reports.mongo.audit import audit_rows
from esteira.reports.mongo.rows import STAYS
from esteira.reports.ports import RowSource
from esteira.reports.postgres.row_source import PORTION_ROWS, PostgresRowSource
from esteira.reports.report import ReportKind, RowQuery
from psycopg.types.json import Jsonb
from pydantic import SecretStr
from pymongo.collection import Collection

from tests.fixtures.clock import READ_AT
from tests.harness.ports import free_port

DAY = timedelta(days=1)
MESSAGE = UUID("7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60")
BIG = 2**60 + 1


@pytest.fixture
def source(target_database: Database) -> PostgresRowSource:
    return PostgresRowSource(target_database)


@pytest.fixture
def attempts(own_mongo_url: str) -> Iterator[Collection[Any]]:
    collection = attempts_collection(SecretStr(own_mongo_url))
    collection.create_indexes(INDEXES)
    yield collection
    collection.database.client.close()


def read(rows_of: RowSource, of: str, /, *, only_owner: str | None = None, **filters: Any) -> list[dict[str, Any]]:
    """Return all rows by their columns, of which there are as many as were counted."""
    query = RowQuery(kind=ReportKind(of), filters=filters, only_owner=only_owner, read_until=READ_AT + DAY)
    with rows_of.opened(query) as rows:
        portions: Sequence[Sequence[Row]] = list(rows.portions)
        found = [dict(zip(rows.columns, row, strict=True)) for portion in portions for row in portion]
        assert rows.count == len(found)
    return found


def execute(dsn: str, statement: str, *rows: tuple[Any, ...]) -> None:
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def add_orders(dsn: str, *numbers: int, source: str = "shop", at: datetime = READ_AT) -> None:
    execute(
        dsn,
        "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash,"
        " processed_at) VALUES (%s, %s, %s, 9.90, true, 1, gen_random_uuid(), 'h', %s)",
        *[(source, number, "=1+1", at) for number in numbers],
    )


def add_task(dsn: str, owner: str, *, company: dict[str, Any] | None = None, state: str = "succeeded") -> None:
    lookup_id = uuid4()
    execute(
        dsn,
        "INSERT INTO lookups (id, owner_id, cnpj, time_zone, grace_seconds, notify, created_at, changed_at)"
        " VALUES (%s, %s, '12ABC34501DE35', 'UTC', 0, false, now(), now())",
        (lookup_id, owner),
    )
    execute(
        dsn,
        "INSERT INTO lookup_tasks (id, lookup_id, owner_id, cnpj, priority, notify, due_at, queued_at, ranked_at,"
        " doorbell, state, company, finished_at, error)"
        " VALUES (%s, %s, %s, '12ABC34501DE35', 'normal', false, %s, %s, %s, gen_random_uuid(), %s, %s, %s, 'e')",
        (uuid4(), lookup_id, owner, READ_AT, READ_AT, READ_AT, state, Jsonb(company) if company else None, READ_AT),
    )


def attempt(number: int, **changes: Any) -> dict[str, Any]:
    at = changes.get("processed_at", READ_AT + timedelta(seconds=number))
    return {
        "_id": f"s{number}:1",
        "message_id": f"m{number}",
        "sqs_message_id": f"s{number}",
        "lane": "orders",
        "attempt": 1,
        "status": "succeeded",
        "attempts_needed": 1,
        "error": None,
        "origin": {"source": "shop", "source_id": number, "read_at": READ_AT},
        "data": {"product": "café", "price": "9.90"},
        "processed_at": at,
        "expireAt": at + 7 * DAY,
        **changes,
    }


def test_orders_have_their_ids_as_text_and_their_price_as_a_number(source: PostgresRowSource, target_dsn: str) -> None:
    add_orders(target_dsn, BIG)

    (row,) = read(source, "orders")

    assert (row["source"], row["source_id"], str(row["price"])) == ("shop", str(BIG), "9.90")
    assert (row["processed_at"], row["payment_state"], row["security_check"]) == (READ_AT, None, True)


def test_orders_are_filtered_by_source_and_by_the_time_of_their_arrival(
    source: PostgresRowSource, target_dsn: str
) -> None:
    add_orders(target_dsn, 1)
    add_orders(target_dsn, 2, at=READ_AT + DAY)
    add_orders(target_dsn, 3, source="other")

    later = {"since": (READ_AT + DAY).isoformat()}
    earlier = {"until": (READ_AT + DAY).isoformat(), "source": "shop"}

    assert [row["source_id"] for row in read(source, "orders", **later)] == ["2"]
    assert [row["source_id"] for row in read(source, "orders", **earlier)] == ["1"]
    assert read(source, "orders", payment_state="paid") == []


def test_rows_that_arrive_while_a_report_is_read_are_not_in_it(source: PostgresRowSource, target_dsn: str) -> None:
    add_orders(target_dsn, *range(PORTION_ROWS + 1))
    query = RowQuery(kind=ReportKind.ORDERS, filters={}, only_owner=None, read_until=READ_AT)

    with source.opened(query) as rows:
        first = next(rows.portions)
        add_orders(target_dsn, *range(PORTION_ROWS + 1, 2 * PORTION_ROWS))
        read_rows = len(first) + sum(map(len, rows.portions))

    assert read_rows == rows.count == PORTION_ROWS + 1
    assert len(read(source, "orders")) == 2 * PORTION_ROWS


def test_a_snapshot_behind_a_pooler_is_one_snapshot_too(pooled_target_dsn: str, target_dsn: str) -> None:
    database = Database(SecretStr(pooled_target_dsn), unavailable=TargetUnavailable)
    add_orders(target_dsn, *range(PORTION_ROWS + 1))
    query = RowQuery(kind=ReportKind.ORDERS, filters={}, only_owner=None, read_until=READ_AT)

    with PostgresRowSource(database).opened(query) as rows:
        add_orders(target_dsn, PORTION_ROWS + 1)
        assert sum(map(len, rows.portions)) == rows.count

    with database.transaction() as connection:
        ((level, read_only),) = connection.execute(
            "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')"
        )
    database.close()
    assert (level, read_only) == ("read committed", "off")


def test_what_died_is_reported_of_all_lanes_and_what_was_persisted_since_is_not(
    source: PostgresRowSource, target_dsn: str
) -> None:
    add_orders(target_dsn, 1)
    execute(
        target_dsn,
        "INSERT INTO order_failures (source, source_id, message_id, attempt, error, failed_at)"
        " VALUES (%s, %s, %s, %s, 'broken', %s)",
        ("shop", 1, MESSAGE, 5, READ_AT),
        ("shop", BIG, MESSAGE, 5, READ_AT),
        ("shop", 3, MESSAGE, 4, READ_AT),
    )
    execute(
        target_dsn,
        "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, received_at,"
        " attempt, error) VALUES ('acmepay', 'e1', 'shop', 7, 'paid', 1, %s, %s, 5, 'refused')",
        (READ_AT, READ_AT),
    )
    add_task(target_dsn, "user:ana", state="dead")

    rows = read(source, "dead_letters")

    assert [(row["lane"], row["source_id"], row["error"]) for row in rows] == [
        ("lookups", None, "e"),
        ("orders", str(BIG), "broken"),
        ("payments", "7", "refused"),
    ]
    assert [row["key"] for row in read(source, "dead_letters", lane="orders")] == [f"shop:{BIG}"]


def test_look_ups_show_of_a_companys_partners_nothing_but_their_number(
    source: PostgresRowSource, target_dsn: str
) -> None:
    company = {
        "name": "ACME LTDA",
        "capital": "1000.50",
        "status": "ATIVA",
        "qsa": [{"name": "MARIA", "document": "***123456**"}, {"name": "JOSE"}],
        "phones": ["11999990000"],
        "email": "maria@example.com",
        "address": {"city": "SAO PAULO", "street": "RUA DA MARIA"},
    }
    add_task(target_dsn, "user:ana", company=company)

    (row,) = read(source, "lookups")

    assert (row["company"], str(row["capital"]), row["city"], row["partners"]) == (
        "ACME LTDA",
        "1000.50",
        "SAO PAULO",
        2,
    )
    assert row["cnpj"] == "12ABC34501DE35"
    for secret in ("MARIA", "JOSE", "123456", "99999", "example.com"):
        assert secret not in str(row)


def test_look_ups_of_others_are_left_out_where_only_ones_own_are_asked_for(
    source: PostgresRowSource, target_dsn: str
) -> None:
    add_task(target_dsn, "user:ana")
    add_task(target_dsn, "user:bob", state="not_found")

    assert [row["owner_id"] for row in read(source, "lookups", only_owner="user:ana")] == ["user:ana"]
    assert [row["owner_id"] for row in read(source, "lookups", state="not_found")] == ["user:bob"]
    assert len(read(source, "lookups")) == 2


def test_errors_are_reported_without_their_originals(source: PostgresRowSource, target_dsn: str) -> None:
    execute(
        target_dsn,
        "INSERT INTO failures (id, report_id, fingerprint, kind, component, place, cause, original, original_is_whole,"
        " state, reason, reported_at, created_at, changed_at) VALUES (%s, %s, '00000000000000aa', 'payload', 'flow',"
        " 'flow.show', 'cause', 'a body', true, 'parked', 'reason', %s, %s, %s)",
        (MESSAGE, MESSAGE, READ_AT, READ_AT, READ_AT),
    )

    (row,) = read(source, "failures", state="parked", kind="payload")

    assert (row["id"], row["cause"], row["state"]) == (str(MESSAGE), "cause", "parked")
    assert "a body" not in str(row)
    assert read(source, "failures", state="waiting") == []


def test_attempts_are_reported_in_the_order_of_their_time(attempts: Collection[Any]) -> None:
    failed = {"status": "failed", "error": {"kind": "payload", "sentence": "no price"}, "data": "{not json"}
    attempts.insert_many([attempt(2), attempt(1), attempt(3, **failed, origin=None)])

    rows = read(attempt_rows(attempts), "attempts")

    assert [row["message_id"] for row in rows] == ["m1", "m2", "m3"]
    assert (rows[0]["source_id"], json.loads(rows[0]["data"])["product"]) == ("1", "café")
    assert (rows[2]["error_kind"], rows[2]["error"], rows[2]["data"]) == ("payload", "no price", "{not json")
    assert rows[0]["processed_at"] == READ_AT + timedelta(seconds=1)


def test_attempts_are_filtered(attempts: Collection[Any]) -> None:
    attempts.insert_many([attempt(1), attempt(2, lane="payments"), attempt(3, status="failed"), attempt(4)])
    source = attempt_rows(attempts)

    assert [row["message_id"] for row in read(source, "attempts", lane="payments")] == ["m2"]
    assert [row["message_id"] for row in read(source, "attempts", status="failed")] == ["m3"]
    since = (READ_AT + timedelta(seconds=2)).isoformat()
    until = (READ_AT + timedelta(seconds=4)).isoformat()
    assert [row["message_id"] for row in read(source, "attempts", since=since, until=until)] == ["m2", "m3"]
    assert read(source, "attempts", source="other") == []


def test_attempts_that_come_or_go_while_a_report_is_read_are_not_in_it(attempts: Collection[Any]) -> None:
    asked_at = READ_AT + DAY
    attempts.insert_many(
        [attempt(1), attempt(2, processed_at=asked_at), attempt(3, expireAt=asked_at + STAYS - timedelta(minutes=1))]
    )

    assert [row["message_id"] for row in read(attempt_rows(attempts), "attempts")] == ["m1"]


def entry(number: int, **changes: Any) -> dict[str, Any]:
    at = READ_AT + timedelta(seconds=number)
    return {
        "_id": f"2026-{number}",
        "at": at,
        "expires_at": at + 400 * DAY,
        "by_id": "user:1",
        "by_name": "ana",
        "role": "admin",
        "action": "lane.paused",
        "topic": "lane",
        "subject": "orders",
        "outcome": "done",
        "reason": "",
        "address": "10.0.0.1",
        "before": '{"paused": false}',
        "after": '{"paused": true}',
        **changes,
    }


def test_the_audit_log_is_reported_in_the_order_of_its_time_and_filtered(attempts: Collection[Any]) -> None:
    database = attempts.database
    refused = {"by_id": "user:2", "by_name": "bob", "action": "token.created", "topic": "token", "outcome": "refused"}
    database["audit_log"].insert_many([entry(2, **refused), entry(1)])
    source = audit_rows(database)

    assert [row["by_name"] for row in read(source, "audit")] == ["ana", "bob"]
    assert [row["after"] for row in read(source, "audit", by="ana")] == ['{"paused": true}']
    for chosen in ({"by": "user:2"}, {"action": "token"}, {"action": "token.created"}, {"outcome": "refused"}):
        assert [row["by_name"] for row in read(source, "audit", **chosen)] == ["bob"]


def test_stores_that_are_away_are_errors_of_ours() -> None:
    mongo = attempts_collection(SecretStr(f"mongodb://127.0.0.1:{free_port()}/x"), serverSelectionTimeoutMS=100)
    database = Database(SecretStr(f"postgresql://x@127.0.0.1:{free_port()}/x"), unavailable=TargetUnavailable)

    with pytest.raises(AttemptLogUnavailable):
        read(attempt_rows(mongo), "attempts")
    with pytest.raises(TargetUnavailable):
        read(PostgresRowSource(database), "orders")

    mongo.database.client.close()
    database.close()


def test_times_are_read_with_their_zone(source: PostgresRowSource, target_dsn: str) -> None:
    add_orders(target_dsn, 1, at=datetime(2026, 7, 1, 9, tzinfo=UTC))

    (row,) = read(source, "orders", since="2026-07-01T06:00:00-03:00")

    assert row["processed_at"] == datetime(2026, 7, 1, 9, tzinfo=UTC)
