"""Callbacks of payment providers, through their queue to the orders they belong to, also while the lane is paused."""

import json
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.clock import utc_now

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack
from tests.conformance.sample import sample_of
from tests.harness.waiting import wait_for

WRONG_SECRET = "a-secret-of-another-provider"
TOO_MANY_BYTES = 1_000_000
KEPT_WITHIN_SECONDS = 60
LOOKS_APART_SECONDS = 2


def _event(stack: DeployedStack) -> dict[str, Any]:
    return {
        "event_id": str(uuid4()),
        "source": stack.source,
        "source_id": sample_of(stack).accepted[0],
        "state": "paid",
        "amount": "1.50",
        "occurred_at": utc_now().isoformat(),
    }


def _post(stack: DeployedStack, event: dict[str, Any], *, secret: str = "", padding: int = 0) -> httpx.Response:
    body = json.dumps(event).encode() + b" " * padding
    signature = sign(body, secret=secret or stack.place.provider_secret, at=utc_now())
    return stack.stranger.post(f"/callbacks/{stack.place.provider}", content=body, headers={HEADER: signature})


def _state(stack: DeployedStack, event: dict[str, Any]) -> str:
    shown = stack.http.get(f"/callbacks/{stack.place.provider}/{event['event_id']}").raise_for_status().json()
    return str(shown["state"])


def _await_processed(stack: DeployedStack, event: dict[str, Any]) -> str:
    wait_for("the callback is processed", lambda: _state(stack, event) == "processed", every_seconds=0.5)
    return _state(stack, event)


def _twice(stack: DeployedStack) -> object:
    event = _event(stack)
    replies = [_post(stack, event) for _ in range(2)]
    answers = [(reply.status_code, reply.json()["duplicate"]) for reply in replies]
    return {"answers": answers, "state": _await_processed(stack, event)}


def _encoded_path(stack: DeployedStack) -> object:
    event = _event(stack) | {"event_id": f"{uuid4()}/ção"}
    _post(stack, event).raise_for_status()
    shown = stack.http.get(f"/callbacks/{stack.place.provider}/{quote(event['event_id'], safe='')}")
    return [shown.status_code, shown.json().get("event_id") == event["event_id"]]


def _payment_state(stack: DeployedStack) -> object:
    event = _event(stack)
    _post(stack, event).raise_for_status()
    _await_processed(stack, event)
    where = f"source = '{stack.source}' AND source_id = {event['source_id']}"
    return stack.ask_target(f"SELECT payment_state FROM orders WHERE {where}")


def _forged_and_oversized(stack: DeployedStack) -> object:
    event = _event(stack)
    replies = [_post(stack, event, secret=WRONG_SECRET), _post(stack, event, padding=TOO_MANY_BYTES)]
    stored = stack.ask_target(f"SELECT count(*) FROM callbacks WHERE event_id = '{event['event_id']}'")
    return {"answers": [reply.status_code for reply in replies], "stored": stored}


def _paused(stack: DeployedStack) -> object:
    mapping = stack.mapping("PaymentsQueue")["UUID"]
    _switch(stack, mapping, enabled=False)
    try:
        event = _await_kept(stack)
        kept = _state(stack, event)
    finally:
        _switch(stack, mapping, enabled=True)
    return [kept != "processed", _await_processed(stack, event)]


def _await_kept(stack: DeployedStack) -> dict[str, Any]:
    """A callback whose message is still in the queue at a later look. Earlier ones a last poll may have taken."""
    sent: list[dict[str, Any]] = []

    def kept() -> dict[str, Any] | None:
        if sent and _waiting(stack):
            return sent[-1]
        sent.append(_event(stack))
        _post(stack, sent[-1]).raise_for_status()
        return None

    event = wait_for("a message is kept", kept, within_seconds=KEPT_WITHIN_SECONDS, every_seconds=LOOKS_APART_SECONDS)
    assert event
    return event


def _switch(stack: DeployedStack, mapping: str, *, enabled: bool) -> None:
    client, state = stack.client("lambda"), "Enabled" if enabled else "Disabled"
    client.update_event_source_mapping(UUID=mapping, Enabled=enabled)
    wait_for(
        f"the mapping is {state}",
        lambda: client.get_event_source_mapping(UUID=mapping)["State"] == state,
        every_seconds=0.2,
    )


def _waiting(stack: DeployedStack) -> bool:
    return stack.attributes("PaymentsQueue")["ApproximateNumberOfMessages"] != "0"


CASES = (
    Case(
        name="a callback is received once and processed",
        area="pipeline",
        expected={"answers": [(202, False), (202, True)], "state": "processed"},
        observe=_twice,
    ),
    Case(
        name="an encoded part of a path reaches the function decoded",
        area="API Gateway",
        expected=[200, True],
        observe=_encoded_path,
    ),
    Case(
        name="a callback moves the payment of its order",
        area="pipeline",
        expected=[("paid",)],
        observe=_payment_state,
    ),
    Case(
        name="a forged and an oversized callback are refused and not stored",
        area="pipeline",
        expected={"answers": [401, 413], "stored": [(0,)]},
        observe=_forged_and_oversized,
    ),
    Case(
        name="a disabled mapping leaves messages in their queue, and enabled it goes on",
        area="Lambda",
        expected=[True, "processed"],
        observe=_paused,
    ),
)
