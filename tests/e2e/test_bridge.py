"""The manager and its workers: with the functions, without them, and after SIGKILL."""

import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from esteira.scaling.demand import workers

from tests.e2e.installation import Installation
from tests.e2e.stores import InstallationStores
from tests.harness.waiting import wait_for

MAX_WORKERS = 3
FLOW: dict[str, Any] = {
    "by": "tests",
    "cool_down_seconds": 5,
    # Disabled, because tests on two cores would always reach the CPU limit.
    "host": {"max_cpu_percent": 100, "max_memory_percent": 100},
    "lanes": {
        "orders": {"min_workers": 1, "max_workers": MAX_WORKERS, "target_seconds": 5},
        "payments": {"min_workers": 0, "max_workers": 1},
    },
}
WATCHED_SECONDS = 4


@pytest.fixture(scope="module", autouse=True)
def bridge(stack: Installation) -> Installation:
    """The stack with one worker for orders, up to three on demand. This module runs last."""
    stack.change_flow(FLOW)
    wait_for("a worker is running", stack.workers, every_seconds=0.5)
    return stack


def test_without_functions_workers_are_started_drain_the_lane_and_end(bridge: Installation) -> None:
    started_at = datetime.now(UTC)
    bridge.change_flow({"lanes": {"orders": {"functions": False, "target_seconds": 1}}})
    # Paused, because on a fast machine one worker keeps pace with the publisher.
    _pause(bridge)
    bridge.fill("source1", 2000)
    bridge.publish("source1")
    bridge.esteira("resume", "orders")
    bridge.await_rest()
    wait_for("one worker is left", lambda: len(bridge.workers()) == 1, every_seconds=0.5)
    bridge.change_flow({"lanes": {"orders": FLOW["lanes"]["orders"] | {"functions": True}}})

    planned = [plan["lanes"]["orders"]["workers"] for plan in _decisions(bridge, since=started_at)]
    assert 1 < max(planned) <= MAX_WORKERS
    assert bridge.esteira("verify", "--rows").exit_code == 0


def test_why_explains_the_number_of_workers(bridge: Installation) -> None:
    peak = max(_decisions(bridge), key=lambda plan: plan["lanes"]["orders"]["workers"])
    orders = peak["lanes"]["orders"]

    result = bridge.esteira("why", "--at", peak["at"])

    assert f"orders: {workers(orders['workers'])}, {orders['needed']} needed" in result.output
    assert "waiting" in orders["reason"]


def test_no_message_of_a_paused_lane_is_received(bridge: Installation, stores: InstallationStores) -> None:
    _pause(bridge)
    bridge.fill("source1", 50)
    bridge.publish("source1")

    receives = _highest_receives(stores, for_seconds=WATCHED_SECONDS)
    bridge.esteira("resume", "orders")
    bridge.await_rest()

    assert receives == 0
    assert bridge.esteira("verify", "--rows").exit_code == 0


def test_a_paused_lane_stays_paused_when_localstack_restarts(bridge: Installation) -> None:
    _pause(bridge)
    bridge.fill("source1", 50)
    bridge.publish("source1")

    bridge.kill("localstack")
    bridge.up()
    with closing(InstallationStores(bridge.environment)) as restarted:
        receives = _highest_receives(restarted, for_seconds=WATCHED_SECONDS)
        waiting = len(restarted.messages(restarted.orders_queue))
    bridge.esteira("resume", "orders")
    bridge.await_rest()

    assert (receives, waiting) == (0, 50)
    assert bridge.esteira("verify", "--rows").exit_code == 0


def test_a_killed_manager_and_scaler_are_restarted_and_keep_the_workers(bridge: Installation) -> None:
    before = {worker["name"] for worker in bridge.workers()}

    for service in ("manager", "scaler"):
        bridge.kill(service)
    killed_at = datetime.now(UTC)

    wait_for(
        "a new plan",
        lambda: _planned_at(bridge) > killed_at,
        every_seconds=0.5,
    )
    wait_for("both are running", lambda: _runs(bridge, "manager", "scaler"))
    assert before <= {worker["name"] for worker in bridge.workers()}


def test_flower_shows_the_workers_after_sign_in_only(bridge: Installation) -> None:
    url, token = bridge.environment["flower_url"], bridge.environment["operator_token"]

    anonymous = httpx.get(f"{url}/api/workers", timeout=30)
    workers = httpx.get(f"{url}/api/workers?refresh=true", auth=("operator", token), timeout=30).json()

    assert anonymous.status_code == 401
    assert any(name.startswith("manager@") for name in workers)


def _decisions(stack: Installation, since: datetime | None = None) -> list[dict[str, Any]]:
    found = stack.http.get("/flow/decisions", params={"limit": 100}).raise_for_status().json()["decisions"]
    return [plan for plan in found if since is None or datetime.fromisoformat(plan["at"]) >= since]


def _planned_at(stack: Installation) -> datetime:
    return datetime.fromisoformat(stack.esteira("flow", "--json").json["plan"]["at"])


def _runs(stack: Installation, *names: str) -> bool:
    services = {status["service"]: status["state"] for status in stack.esteira("status", "--json").json["services"]}
    return all(services[name] == "RUNNING" for name in names)


def _pause(stack: Installation) -> None:
    """Pause the lane, and return when no consumer can receive its messages."""
    result = stack.esteira("pause", "orders", "--wait")
    assert result.exit_code == 0, result.errors


def _highest_receives(stores: InstallationStores, *, for_seconds: float) -> int:
    """Return the highest receive count of any message within the time."""
    highest, end = 0, time.monotonic() + for_seconds
    while time.monotonic() < end:
        highest = max([highest, *(message.receives for message in stores.messages(stores.orders_queue))])
    return highest
