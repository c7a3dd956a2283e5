"""The routes of the workbench over real stores, called as API Gateway does; the bridge's steps are called by hand."""

import json
from collections.abc import Iterator
from typing import Any

import audit.app
import pytest
from chalice.test import Client, HTTPResponse
from esteira.accounts.wiring import authentication
from esteira.core.messages import encode
from esteira.core.principal import Role
from esteira.workbench import wiring
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.run_redrive import run_redrive
from esteira.workbench.undo_redrive import run_undo
from esteira.workbench.wiring import Workbench
from workbench.app import app

from tests.fixtures.messages import order
from tests.harness.callers import admit
from tests.harness.environment import aws_variables, environment
from tests.harness.pipeline import TOKEN, Pipeline
from tests.harness.waiting import wait_for

GOOD, BROKEN = '"price":"10.50"', '"price":"ten"'


@pytest.fixture
def workbench(pipeline: Pipeline) -> Iterator[Workbench]:
    """The wiring of the functions after a cold start; an administrator calls them."""
    admit(pipeline.variables["ESTEIRA_MONGO_URL"], TOKEN.get_secret_value(), role=Role.ADMIN, name="ana")
    variables = aws_variables(pipeline.addresses.sqs_endpoint) | pipeline.variables
    with environment(variables, wiring.workbench, authentication):
        yield wiring.workbench()
        wiring.workbench().close()
        authentication().close()


def ask(method: str, path: str, body: object = None, *, of: Any = app) -> tuple[int, Any]:
    sent = body.encode() if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()
    response = answer(method, path, sent, of)
    return response.status_code, response.json_body


def text(method: str, path: str) -> str:
    return str(answer(method, path, b"", app).body.decode())


def answer(method: str, path: str, body: bytes, of: Any) -> HTTPResponse:
    with Client(of) as client:
        return client.http.request(
            method, path, headers={"Authorization": f"Bearer {TOKEN.get_secret_value()}"}, body=body
        )


def audited(action: str) -> Any:
    _, page = ask("GET", f"/audit?action={action}", of=audit.app.app)
    return page["entries"][0]


def test_a_dead_order_with_a_broken_field_becomes_a_persisted_one_and_the_audit_log_tells_who_changed_what(
    workbench: Workbench, pipeline: Pipeline, source: str
) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    (body,) = pipeline.waiting()
    pipeline.forget_lane()
    pipeline.mark_dead(body.replace(GOOD, BROKEN))
    file_dead_letters(workbench.deps, "orders")
    _, page = ask("GET", "/dead-letters?path=payload.price&value=ten")
    letter = f"/dead-letters/orders/{page['dead_letters'][0]['id']}"

    tried = ask("POST", f"{letter}/dry-run", {"body": body})
    edited = ask("PUT", letter, {"body": body})
    pipeline.consume()

    assert (tried, edited[0]) == ((200, {"failure": None, "changed": True}), 200)
    assert pipeline.in_target("SELECT source_id, price::text FROM orders") == [(row_id, "10.50")]
    entry = audited("dead_letter.edited")
    assert (entry["name"], entry["outcome"], entry["before"], entry["after"]) == (
        "ana",
        "done",
        {"payload.price": "ten"},
        {"payload.price": "10.50"},
    )


def test_a_canary_that_fails_again_stops_the_bulk_after_one(workbench: Workbench, pipeline: Pipeline) -> None:
    pipeline.mark_dead(*(encode(order(number, good=False)) for number in (1, 2, 3)))
    file_dead_letters(workbench.deps, "orders")

    status, job = ask("POST", "/redrives", {"lane": "orders"})

    def state() -> object:
        run_redrive(workbench.bulk_deps)
        return ask("GET", f"/redrives/{job['id']}")[1]["state"]

    wait_for("one was sent", lambda: state() == "watching")
    pipeline.consume()
    wait_for("the bulk has failed", lambda: state() == "failed")

    failed = ask("GET", f"/redrives/{job['id']}")[1]
    assert (status, failed["sent"], failed["waiting"], len(pipeline.dead_letters())) == (202, 1, 2, 3)
    assert audited("redrive.started")["after"]["letters"] == 3


def test_an_exported_selection_is_imported_with_other_bodies_all_or_none(
    workbench: Workbench, pipeline: Pipeline, source: str
) -> None:
    pipeline.fill(source, True, True, True)
    pipeline.publish()
    bodies = pipeline.waiting()
    pipeline.forget_lane()
    pipeline.mark_dead(*(body.replace(GOOD, BROKEN) for body in bodies))
    file_dead_letters(workbench.deps, "orders")
    lines = [json.loads(line) for line in text("GET", "/dead-letters/export?path=payload.price&value=ten").splitlines()]
    lines[0]["body"], lines[1]["body"] = (line["body"].replace(BROKEN, GOOD) for line in lines[:2])
    file = "\n".join(json.dumps(line) for line in [*lines, {**lines[0], "id": "unknown"}])

    refused = ask("POST", "/dead-letters/import", file)
    assert (refused[0], list(refused[1]["lines"]), pipeline.waiting()) == (422, ["4"], [])
    done = ask("POST", "/dead-letters/import?wrong=skip", file)

    pipeline.consume()
    assert (done[0], done[1]["sent"], done[1]["unchanged"], list(done[1]["lines"])) == (200, 2, 1, ["4"])
    assert pipeline.in_target("SELECT count(*) FROM orders") == [(2,)]
    assert pipeline.dead_letters() == [lines[2]["body"]]
    assert audited("dead_letters.imported")["before"] == {
        f"orders/{line['id']}": {"payload.price": "ten"} for line in lines[:2]
    }


def test_exported_letters_come_back_after_a_purge_with_their_idempotency_keys(
    workbench: Workbench, pipeline: Pipeline, source: str
) -> None:
    ids = pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.kill(source, ids)
    file_dead_letters(workbench.deps, "orders")
    bodies, file = sorted(pipeline.dead_letters()), text("GET", "/dead-letters/export")
    pipeline.forget_lane()
    file_dead_letters(workbench.deps, "orders")

    done = ask("POST", "/dead-letters/import", file)

    assert (done[0], done[1]) == (200, {"restored": 2, "sent": 0, "unchanged": 0, "lines": {}})
    assert sorted(pipeline.dead_letters()) == bodies
    assert [set(letter.values()) for letter in audited("dead_letters.imported")["after"].values()] == [{"dead"}] * 2
    file_dead_letters(workbench.deps, "orders")
    assert ask("POST", "/dead-letters/import", file)[1]["unchanged"] == 2


def test_a_bulk_is_undone_and_repeated(workbench: Workbench, pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.kill(source, ids)
    file_dead_letters(workbench.deps, "orders")
    _, job = ask("POST", "/redrives", {"lane": "orders", "canary": False})
    run_redrive(workbench.bulk_deps)

    undone = ask("POST", f"/redrives/{job['id']}/undo")
    run_undo(workbench.undo_deps)
    file_dead_letters(workbench.deps, "orders")
    status, again = ask("POST", f"/redrives/{job['id']}/repeat")

    _, page = ask("GET", "/redrives")
    assert (undone[0], status, again["repeats"], again["waiting"]) == (202, 202, job["id"], 2)
    assert [(each["state"], each["undone"]) for each in page["redrives"]] == [("ready", 0), ("undone", 2)]
    assert audited("redrive.undone")["before"] == {"state": "running"}


def test_a_letter_is_shown_beside_its_story(workbench: Workbench, pipeline: Pipeline, source: str) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, [row_id])
    file_dead_letters(workbench.deps, "orders")
    _, groups = ask("GET", "/dead-letters/groups")
    _, page = ask("GET", f"/dead-letters?fingerprint={groups['groups'][0]['fingerprint']}")

    _, shown = ask("GET", f"/dead-letters/orders/{page['dead_letters'][0]['id']}")

    assert shown["dead_letter"]["key"] == f"{source}:{row_id}"
    assert (shown["story"]["story"]["state"], shown["history"], page["as_of"].keys()) == ("dead", None, {"orders"})
    assert ask("GET", "/dead-letters/orders/unknown")[0] == 404
