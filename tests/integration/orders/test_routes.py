"""The routes of the orders over real stores, called as API Gateway does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.callbacks.postgres.callback_repository import PostgresCallbackRepository
from esteira.core.errors import TargetUnavailable
from esteira.core.messages import order_message_id
from esteira.core.postgres.single_statements import SingleStatements
from esteira.orders import wiring
from esteira.orders.story_file import opened
from esteira.reconciliation.dead_letters import Selection
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive
from orders.app import app
from pydantic import SecretStr

from tests.fixtures.messages import callback
from tests.harness.callers import admit
from tests.harness.environment import aws_variables, environment
from tests.harness.pipeline import TOKEN, Pipeline

LARGE = 2**63 - 1


@pytest.fixture
def http(pipeline: Pipeline) -> Iterator[Client]:
    """The HTTP function after a cold start."""
    admit(pipeline.variables["ESTEIRA_MONGO_URL"], TOKEN.get_secret_value())
    variables = aws_variables(pipeline.addresses.sqs_endpoint) | pipeline.variables
    with environment(variables, wiring.orders, authentication):
        with Client(app) as client:
            yield client
        wiring.orders().close()
        authentication().close()


def ask(http: Client, method: str, path: str, body: object = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {TOKEN.get_secret_value()}"}
    response = http.http.request(method, path, headers=headers, body=json.dumps(body).encode() if body else b"")
    return response.status_code, response.json_body


def story(http: Client, reference: str) -> tuple[int, Any]:
    return ask(http, "GET", f"/orders/{quote(reference, safe='')}/story")


def test_an_order_with_the_largest_id_is_found_and_told_exactly(http: Client, pipeline: Pipeline, source: str) -> None:
    pipeline.insert(source, LARGE)
    pipeline.publish()
    pipeline.consume()

    _, found = ask(http, "GET", f"/orders?source={source}&id={LARGE}")
    _, told = story(http, f"{source}:{LARGE}")

    assert [(order["id"], order["state"]) for order in found["orders"]] == [(str(LARGE), "persisted")]
    assert (told["story"]["id"], told["story"]["message_id"]) == (str(LARGE), str(order_message_id(source, LARGE)))
    assert json.loads(json.dumps([found, told]), parse_int=float) == [found, told]


def test_the_story_of_an_order_that_died_and_was_redriven_has_all_of_it(
    http: Client, pipeline: Pipeline, source: str
) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, [row_id])
    deps = pipeline.operator.redrive_deps("orders")
    redrive_dead_letters(deps, Redrive(selection=Selection(), requested_by="ana"))
    pipeline.consume()
    keep_callback(pipeline, source, row_id)

    status, told = story(http, f"{source}:{row_id}")
    read = opened(json.dumps(told).encode())

    assert (status, read.state, read.published, read.agrees) == (200, "persisted", "handed_over", True)
    assert (read.source_row is not None, read.target_row is not None) == (True, True)
    assert [attempt.status for attempt in read.attempts] == ["succeeded"]
    assert [(redrive.requested_by, redrive.ending) for redrive in read.redrives] == [("ana", "finished")]
    assert [(one.provider, one.event_id, one.processed_at) for one in read.callbacks] == [("acmepay", "e1", None)]


def test_a_dead_order_has_its_letter_and_an_order_in_conflict_the_body_of_the_other(
    http: Client, pipeline: Pipeline, source: str
) -> None:
    dead, fine = pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.kill(source, [dead])
    pipeline.consume()
    other = pipeline.conflict(source, fine)

    letters = [story(http, f"{source}:{row_id}")[1]["story"]["letters"] for row_id in (dead, fine)]

    assert [(letter["kind"], letter["error"]) for letter in letters[0]] == [("dead", "no luck")]
    assert [letter["kind"] for letter in letters[1]] == ["conflict"]
    assert other.payload.product in letters[1][0]["body"]


def test_a_callback_names_the_story_of_its_order(http: Client, pipeline: Pipeline, source: str) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    keep_callback(pipeline, source, row_id)

    status, told = story(http, "acmepay/e1")

    assert (status, told["story"]["source"], told["story"]["id"]) == (200, source, str(row_id))


def test_an_order_that_is_not_published_yet_has_a_story(http: Client, pipeline: Pipeline, source: str) -> None:
    (row_id,) = pipeline.fill(source, True)

    status, told = story(http, f"{source}:{row_id}")

    assert (status, told["story"]["published"], told["story"]["target_row"]) == (200, "not_read", None)


def test_the_story_says_that_the_source_lost_its_table(http: Client, pipeline: Pipeline, source: str) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.in_source(source, "DROP TABLE orders")

    status, told = story(http, f"{source}:{row_id}")

    assert (status, told["story"]["source_row"]) == (200, None)
    assert [each["store"] for each in told["story"]["unread"]] == ["source"]


@pytest.mark.parametrize(("reference", "status"), [("foo", 422), ("source1:1", 404), ("acmepay:x", 404)])
def test_what_names_no_order_has_no_story(http: Client, reference: str, status: int) -> None:
    assert story(http, reference)[0] == status


def test_a_lost_order_is_previewed_handed_over_again_and_arrives(http: Client, pipeline: Pipeline, source: str) -> None:
    first, *_, last = pipeline.fill(source, True, True, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.in_target(f"DELETE FROM orders WHERE source_id = {last}")
    wanted = {"first_id": first, "last_id": last}

    status, preview = ask(http, "POST", f"/sources/{source}/handover/preview", wanted)
    path = f"/sources/{source}/handover"
    refused, _ = ask(http, "POST", path, {**wanted, "expected": 3})
    _, done = ask(http, "POST", path, {**wanted, "expected": preview["new"]})
    pipeline.consume()

    assert (status, preview["rows"], preview["new"], preview["counts"]["equal"]) == (200, 3, 1, 2)
    assert refused == 409
    assert (done["sent"], done["next_id"]) == (1, None)
    assert pipeline.in_target("SELECT count(*) FROM orders") == [(3,)]


def test_a_rejected_row_that_was_corrected_arrives_and_the_ledger_balances(
    http: Client, pipeline: Pipeline, source: str
) -> None:
    pipeline.in_source(source, "INSERT INTO orders (product, price, security_check) VALUES ('', 1, true)")
    pipeline.publish()
    pipeline.in_source(source, "UPDATE orders SET product = 'chair'")
    ((row_id,),) = pipeline.in_target("SELECT source_id FROM producer_rejects")

    body = {"first_id": row_id, "last_id": row_id, "expected": 1}
    ask(http, "POST", f"/sources/{source}/handover", body)
    pipeline.consume()

    assert pipeline.in_target("SELECT count(*) FROM producer_rejects") == [(0,)]
    assert pipeline.in_target("SELECT product FROM orders") == [("chair",)]


def keep_callback(pipeline: Pipeline, source: str, row_id: int) -> None:
    statements = SingleStatements(SecretStr(pipeline.addresses.target_dsn), unavailable=TargetUnavailable)
    PostgresCallbackRepository(statements).keep(callback("e1", source=source, source_id=row_id))
    statements.close()


def test_the_command_saves_a_file_that_opens_as_the_story(
    http: Client, pipeline: Pipeline, source: str, tmp_path: Path
) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    saved = tmp_path / "story.json"

    done = subprocess.run(
        [sys.executable, "-m", "infra.cli.main", "story", f"{source}:{row_id}", "--out", str(saved)],
        env={**os.environ, **pipeline.variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    _, told = story(http, f"{source}:{row_id}")

    assert (done.returncode, "1 attempt" in done.stdout) == (0, True)
    by_door = opened(json.dumps(told).encode())
    assert replace(opened(saved.read_bytes()), told_at=by_door.told_at) == by_door
