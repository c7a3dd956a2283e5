"""The monitor's routes for histories and the ledger over real stores, called as API Gateway does."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.callbacks.postgres.callback_repository import PostgresCallbackRepository
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import order_message_id, payment_message_id
from esteira.core.postgres.single_statements import SingleStatements
from esteira.reconciliation import wiring
from monitor.app import app
from pydantic import SecretStr

from tests.fixtures.messages import callback
from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.harness.pipeline import TOKEN, Pipeline

LARGE = 2**63 - 1


@pytest.fixture
def http(pipeline: Pipeline) -> Iterator[Client]:
    """The HTTP function after a cold start."""
    admit(pipeline.variables["ESTEIRA_MONGO_URL"], TOKEN.get_secret_value())
    with environment(pipeline.variables, wiring.operator, authentication):
        with Client(app) as client:
            yield client
        wiring.operator().close()
        authentication().close()


def get(http: Client, path: str) -> tuple[int, Any]:
    response = http.http.get(path, headers={"Authorization": f"Bearer {TOKEN.get_secret_value()}"})
    return response.status_code, response.json_body


def history(http: Client, address: str) -> tuple[int, Any]:
    return get(http, f"/messages/{quote(address, safe='')}")


def test_the_largest_id_is_exact_in_every_answer(http: Client, pipeline: Pipeline, source: str) -> None:
    pipeline.insert(source, LARGE)
    pipeline.publish()
    pipeline.consume()

    status, shown = history(http, f"{source}:{LARGE}")
    _, ledger = get(http, "/ledger")

    assert (status, shown["order"], shown["state"]) == (200, f"{source}:{LARGE}", "persisted")
    assert shown["message_id"] == str(order_message_id(source, LARGE))
    assert shown["attempts"][0]["origin"]["source_id"] == str(LARGE)
    assert json.loads(json.dumps([shown, ledger]), parse_int=float) == [shown, ledger]


@pytest.mark.parametrize("event_id", ["a/b", "100%", "p%25q+", "e:1", "7", "é ü", "?a=b#c"])
def test_a_callback_is_found_by_provider_and_event_id(http: Client, pipeline: Pipeline, event_id: str) -> None:
    keep_callback(pipeline, event_id)

    answers = [history(http, f"acmepay{mark}{event_id}") for mark in (":", "/")]

    status, shown = answers[0]
    assert answers[0] == answers[1]
    assert (status, shown["callback"], shown["message_id"]) == (
        200,
        f"acmepay:{event_id}",
        str(payment_message_id("acmepay", event_id)),
    )
    assert (shown["state"], shown["missing"]["cause"]) == ("unprocessed", "not_tried")


def test_a_rejected_order_has_a_history(http: Client, pipeline: Pipeline, source: str) -> None:
    pipeline.insert(source, 0)
    pipeline.publish()

    status, shown = history(http, f"{source}:0")

    assert (status, shown["state"], shown["attempts"]) == (200, "rejected", [])
    assert (shown["missing"]["cause"], "source_id" in shown["reason"]) == ("rejected", True)


def test_a_message_is_found_by_the_sqs_id_that_a_redrive_prints(http: Client, pipeline: Pipeline, source: str) -> None:
    queue_url = pipeline.addresses.lane.queue_url
    sqs_id = pipeline.sqs.send_message(QueueUrl=queue_url, MessageBody='{"broken": 1}')["MessageId"]
    pipeline.insert(source, 1)
    pipeline.publish()
    pipeline.consume_once()
    known = history(http, f"{source}:1")[1]["attempts"][0]

    answers = [history(http, address) for address in (sqs_id, f"sqs:{sqs_id}", known["sqs_message_id"])]

    assert [shown["message_id"] for _, shown in answers] == [f"sqs:{sqs_id}", f"sqs:{sqs_id}", known["message_id"]]


@pytest.mark.parametrize(("address", "status"), [("foo", 422), ("Foo:1", 422), ("source1:1", 404), ("acmepay:x", 404)])
def test_the_error_for_an_address_names_the_accepted_forms(http: Client, address: str, status: int) -> None:
    answered, body = history(http, address)

    assert (answered, "SOURCE:ID" in body["detail"], "PROVIDER:EVENT_ID" in body["detail"]) == (status, True, True)


def keep_callback(pipeline: Pipeline, event_id: str) -> None:
    statements = SingleStatements(SecretStr(pipeline.addresses.target_dsn), unavailable=TargetUnavailable)
    PostgresCallbackRepository(statements).keep(callback(event_id))
    statements.close()
