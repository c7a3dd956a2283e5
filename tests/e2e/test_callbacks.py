"""Providers' callbacks and integration tokens through the deployed functions; no store has a secret."""

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
PATIENCE_SECONDS = 60


def post(stack: Installation, event: dict[str, Any], *, secret: str | None = None, padding: int = 0) -> httpx.Response:
    """acmepay's notification, signed with its own secret or with another one."""
    body = json.dumps(event).encode() + b" " * padding
    signature = sign(body, secret=secret or _secret(stack), at=utc_now())
    url = f"{stack.environment['api_url']}/callbacks/acmepay"
    return httpx.post(url, content=body, headers={HEADER: signature}, timeout=60)


def _secret(stack: Installation) -> str:
    secret: str = stack.environment["providers"]["acmepay"]["secret"]
    return secret


@pytest.fixture(scope="module")
def event(stack: Installation) -> dict[str, Any]:
    """An event of an order that has arrived and is paid already: it moves nothing."""
    with closing(InstallationStores(stack.environment)) as stores:
        source, source_id = min(stores.good("source1"))
    return {
        "event_id": "e2e/ção",
        "source": source,
        "source_id": source_id,
        "state": "authorized",
        "amount": "1.50",
        "occurred_at": utc_now().isoformat(),
    }


def test_a_callback_is_received_once_and_processed(stack: Installation, event: dict[str, Any]) -> None:
    answers = [post(stack, event) for _ in range(2)]

    def processed() -> Any:
        shown = stack.http.get("/callbacks/acmepay/e2e%2F%C3%A7%C3%A3o").json()
        return shown if shown.get("state") == "processed" else None

    shown = wait_for("the callback is processed", processed, within_seconds=PATIENCE_SECONDS, every_seconds=0.5)
    assert [(one.status_code, one.json()["duplicate"]) for one in answers] == [(202, False), (202, True)]
    assert shown["event_id"] == event["event_id"]


def test_who_has_no_secret_or_too_much_to_say_leaves_nothing_behind(
    stack: Installation, stores: InstallationStores, event: dict[str, Any]
) -> None:
    intruder = event | {"event_id": "intruder"}

    answers = [post(stack, intruder, secret="a-secret-of-another"), post(stack, intruder, padding=1_000_000)]

    assert [one.status_code for one in answers] == [401, 413]
    assert stores.ask_target("SELECT count(*) FROM callbacks WHERE event_id = 'intruder'") == [(0,)]


def test_no_secret_is_found_in_logs_stores_or_queues(
    stack: Installation, stores: InstallationStores, event: dict[str, Any]
) -> None:
    token = {"name": "erp", "provider": "acmepay", "secret": CANARY, "lifetime_seconds": 3600}
    answers = [stack.http.post("/tokens", json=token), stack.http.post("/tokens", json=token | {"secret": [CANARY]})]
    answers += [stack.http.put("/tokens/erp", json={"secret": CANARY, "x": 1}), stack.http.get("/tokens")]
    answers += [post(stack, event), post(stack, event | {"state": "stolen"})]
    logs = [stores.log(function) for function in ("TokensApi", "CallbacksApi", "PaymentsConsumer")]

    everywhere = repr([[one.text for one in answers], logs, _everything(stack, stores)])

    assert [one.status_code for one in answers] == [201, 400, 400, 200, 202, 400]
    assert all(logs)
    assert CANARY not in everywhere
    assert _secret(stack) not in everywhere


def _everything(stack: Installation, stores: InstallationStores) -> list[Any]:
    """What Redis, MongoDB, the payments queues and the target hold."""
    with redis.Redis.from_url(stack.environment["redis_url"]) as client:
        kept = [client.dump(key) for key in client.scan_iter()]
    with pymongo.MongoClient[Any](stack.environment["mongo_url"]) as mongo:
        logged = list(mongo.get_default_database()["attempts"].find({"lane": "payments"}))
    payments = stack.environment["queues"]["payments"]
    letters = [stores.letters(payments[key]) for key in ("url", "dlq_url")]
    rows = [stores.ask_target(f"SELECT * FROM {table}") for table in ("callbacks", "integration_tokens")]
    return [kept, logged, letters, rows]
