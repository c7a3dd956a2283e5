"""The routes of the workbench over real stores, called as API Gateway does; the bridge's steps are called by hand."""

import json
from collections.abc import Iterator
from typing import Any

import audit.app
import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.core.principal import Role
from esteira.workbench import wiring
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.run_redrive import run_redrive
from esteira.workbench.undo_redrive import run_undo
from esteira.workbench.wiring import Workbench
from workbench.app import app

from tests.harness.callers import admit
from tests.harness.environment import aws_variables, environment
from tests.harness.pipeline import TOKEN, Pipeline

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
    headers = {"Authorization": f"Bearer {TOKEN.get_secret_value()}"}
    text = b"" if body is None else json.dumps(body).encode()
    with Client(of) as client:
        response = client.http.request(method, path, headers=headers, body=text)
    return response.status_code, response.json_body


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
