"""Callbacks and integration tokens through the deployed functions; no secret is logged or stored."""

import json
from contextlib import closing
from typing import Any

import httpx
import pymongo
import pytest
import redis
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.clock import utc_now

from tests.e2e.installation import Installation
from tests.e2e.stores import InstallationStores
from tests.harness.waiting import wait_for

CANARY = "canary-secret-of-a-token"


def post(stack: Installation, event: dict[str, Any], *, secret: str | None = None, padding: int = 0) -> httpx.Response:
    """Post a notification of acmepay, signed with its own secret or with another one."""
    body = json.dumps(event).encode() + b" " * padding
    signature = sign(body, secret=secret or _secret(stack), at=utc_now())
    url = f"{stack.environment['api_url']}/callbacks/acmepay"
    return httpx.post(url, content=body, headers={HEADER: signature}, timeout=60)


def _secret(stack: Installation) -> str:
    secret: str = stack.environment["providers"]["acmepay"]["secret"]
    return secret


@pytest.fixture(scope="module")
def event(stack: Installation) -> dict[str, Any]:
    """An event of an order that is persisted and paid already, so that it changes nothing."""
    with closing(InstallationStores(stack.environment)) as stores:
        source, source_id = min(stores.accepted("source1"))
    return {
        "event_id": "e2e/ção",
        "source": source,
        "source_id": source_id,
        "state": "authorized",
        "amount": "1.50",
        "occurred_at": utc_now().isoformat(),
    }


def test_a_callback_is_received_once_and_processed(stack: Installation, event: dict[str, Any]) -> None:
    responses = [post(stack, event) for _ in range(2)]

    def processed() -> Any:
        shown = stack.http.get("/callbacks/acmepay/e2e%2F%C3%A7%C3%A3o").json()
        return shown if shown.get("state") == "processed" else None

    shown = wait_for("the callback is processed", processed, every_seconds=0.5)
    assert [(response.status_code, response.json()["duplicate"]) for response in responses] == [
        (202, False),
        (202, True),
    ]
    assert shown["event_id"] == event["event_id"]


def test_unsigned_and_oversized_callbacks_are_not_stored(
    stack: Installation, stores: InstallationStores, event: dict[str, Any]
) -> None:
    intruder = event | {"event_id": "intruder"}

    responses = [post(stack, intruder, secret="a-secret-of-another"), post(stack, intruder, padding=1_000_000)]

    assert [response.status_code for response in responses] == [401, 413]
    assert stores.query_target("SELECT count(*) FROM callbacks WHERE event_id = 'intruder'") == [(0,)]


def test_no_secret_is_found_in_logs_stores_or_queues(
    stack: Installation, stores: InstallationStores, event: dict[str, Any]
) -> None:
    token = {"name": "erp", "provider": "acmepay", "secret": CANARY, "lifetime_seconds": 3600}
    responses = [stack.http.post("/tokens", json=token), stack.http.post("/tokens", json=token | {"secret": [CANARY]})]
    responses += [stack.http.put("/tokens/erp", json={"secret": CANARY, "x": 1}), stack.http.get("/tokens")]
    responses += [post(stack, event), post(stack, event | {"state": "stolen"})]
    logs = [stores.log(function) for function in ("TokensApi", "CallbacksApi", "PaymentsConsumer")]

    contents = repr([[response.text for response in responses], logs, _stored(stack, stores)])

    assert [response.status_code for response in responses] == [201, 422, 422, 200, 202, 422]
    assert all(logs)
    assert CANARY not in contents
    assert _secret(stack) not in contents


def _stored(stack: Installation, stores: InstallationStores) -> list[Any]:
    """Return the contents of Redis, MongoDB, the payments queues and the tables with callbacks and tokens."""
    with redis.Redis.from_url(stack.environment["redis_url"]) as client:
        kept = [client.dump(key) for key in client.scan_iter()]
    with pymongo.MongoClient[Any](stack.environment["mongo_url"]) as mongo:
        logged = list(mongo.get_default_database()["attempts"].find({"lane": "payments"}))
    payments = stack.environment["queues"]["payments"]
    queued = [stores.messages(payments[key]) for key in ("url", "dlq_url")]
    rows = [stores.query_target(f"SELECT * FROM {table}") for table in ("callbacks", "integration_tokens")]
    return [kept, logged, queued, rows]
