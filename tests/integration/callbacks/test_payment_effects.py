"""Callbacks change the payment state of their orders, also with repeated, reordered and early events."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Any

import psycopg
import pymongo
import pytest
from esteira.callbacks.callback import Notification
from esteira.callbacks.payments_consumer import make_payments_consumer
from esteira.callbacks.receive_callback import CallbackRequest, receive_callback
from esteira.callbacks.signatures import HEADER, sign
from esteira.callbacks.wiring import callbacks
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.consumer.process_batch import process_batch
from esteira.consumer.wiring import ConsumerStores
from esteira.core.clock import utc_now
from esteira.core.decoding import decoded
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import MAX_RECEIVES, PaymentMessage
from esteira.core.postgres.database import Database
from esteira.core.settings import ConsumerSettings
from pydantic import SecretStr

from tests.fixtures.messages import NOTIFICATION, order, parsed_message
from tests.harness.queues import messages_in
from tests.harness.waiting import wait_for
from tests.integration.callbacks.conftest import SECRET, CallbacksApi


class PaymentsLane:
    """The lane `payments`, drained by the test."""

    def __init__(self, api: CallbacksApi, consumer: ConsumerDeps[PaymentMessage]) -> None:
        self.api = api
        self.consumer = consumer

    def persist_order(self, source_id: int) -> None:
        database = Database(SecretStr(self.api.target_dsn), unavailable=TargetUnavailable)
        with closing(database):
            PostgresOrderTarget(database).apply([parsed_message(order(source_id))])

    def drain(self) -> int:
        """Processes and acknowledges what is visible now; returns how many did not fail."""
        received_messages = self.consumer.queue_receiver.receive(100, wait_seconds=0)
        result = process_batch(self.consumer, received_messages, remaining_seconds=lambda: 60)
        self.consumer.queue_receiver.acknowledge(result.done)
        return len(result.done)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.api.target_dsn) as connection:
            return connection.execute(statement.encode()).fetchall()


@pytest.fixture
def lane(api: CallbacksApi, own_mongo_url: str) -> Iterator[PaymentsLane]:
    settings = ConsumerSettings(
        target_dsn=SecretStr(api.target_dsn),
        mongo_url=SecretStr(own_mongo_url),
        queue_url=api.lane.queue_url,
        retry_delay_seconds=1,
    )
    with closing(ConsumerStores(settings)) as stores:
        yield PaymentsLane(api, make_payments_consumer(settings, stores))


def test_a_callback_replayed_a_hundred_times_at_once_has_one_row_and_effect(
    api: CallbacksApi, lane: PaymentsLane
) -> None:
    lane.persist_order(1)
    body = json.dumps(NOTIFICATION).encode()
    request = CallbackRequest(provider="acmepay", headers={HEADER: sign(body, secret=SECRET, at=utc_now())}, body=body)
    deps = callbacks().receive_deps

    with ThreadPoolExecutor(20) as providers:
        received = list(
            providers.map(lambda _: receive_callback(deps, request, partial(decoded, model=Notification)), range(100))
        )

    assert [each.duplicate for each in received].count(False) == 1
    assert (api.rows(), lane.drain(), lane.drain()) == ([("acmepay", "e1")], 1, 0)
    assert lane.query("SELECT payment_state FROM orders") == [("paid",)]
    assert lane.query("SELECT count(*) FROM callbacks WHERE processed_at IS NOT NULL") == [(1,)]


def test_events_out_of_order_never_move_a_payment_back(api: CallbacksApi, lane: PaymentsLane) -> None:
    lane.persist_order(1)

    for number, state in enumerate(["paid", "authorized", "refunded", "pending"]):
        api.event(event_id=f"e{number}", state=state)
        lane.drain()

    assert lane.query("SELECT payment_state FROM orders") == [("refunded",)]
    assert lane.query("SELECT count(*) FROM callbacks WHERE processed_at IS NULL") == [(0,)]


def test_a_callback_before_its_order_is_retried_until_the_order_arrives(api: CallbacksApi, lane: PaymentsLane) -> None:
    api.event(source_id=7)
    early = lane.drain()
    _, waiting = api.get("/callbacks/acmepay/e1")

    lane.persist_order(7)
    wait_for("the callback is received again", lane.drain)

    _, done = api.get("/callbacks/acmepay/e1")
    assert (early, waiting["state"], waiting["attempt"]) == (0, "unprocessed", 1)
    assert waiting["error"].startswith("unknown order")
    assert (done["state"], done["error"]) == ("processed", None)
    assert lane.query("SELECT payment_state FROM orders WHERE source_id = 7") == [("paid",)]


def test_a_dead_callback_is_shown_as_dead_and_never_sent_again(api: CallbacksApi, lane: PaymentsLane) -> None:
    api.event(source_id=8)
    for attempt in range(1, MAX_RECEIVES + 1):
        wait_for("an attempt fails", partial(_fails, lane, attempt))

    api.execute("UPDATE callbacks SET copy_heard_at = now() - interval '30 days'")
    due = callbacks().repository.claim_due(limit=9, first_wait=callbacks().sweep_deps.first_wait)

    assert list(due) == []
    assert [each["event_id"] for each in api.get("/callbacks?state=dead")[1]["callbacks"]] == ["e1"]


def test_no_provider_secret_is_logged_or_stored(
    api: CallbacksApi, lane: PaymentsLane, own_mongo_url: str, logged: io.StringIO
) -> None:
    responses = [api.event(source_id=9), api.event(amount="x"), api.post(b"{}", **{HEADER: "t=1,v1=" + SECRET})]
    lane.drain()

    with pymongo.MongoClient[Any](own_mongo_url) as mongo:
        documents = list(mongo.get_default_database()["attempts"].find())
    queued = [messages_in(api.sqs, url) for url in (api.lane.queue_url, api.lane.dlq_url)]
    rows = lane.query("SELECT * FROM callbacks")

    assert (len(documents), len(rows), "callback received" in logged.getvalue()) == (1, 1, True)
    assert SECRET not in repr([responses, documents, queued, rows, callbacks().receive_deps, logged.getvalue()])


def _fails(lane: PaymentsLane, attempt: int) -> bool:
    lane.drain()
    return lane.query("SELECT attempt FROM callbacks") == [(attempt,)]
