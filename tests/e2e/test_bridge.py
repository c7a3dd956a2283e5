"""The worker manager and its workers: beside the functions, without them, and after kill -9."""

import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.e2e.installation import Installation
from tests.e2e.stores import InstallationStores
from tests.harness.waiting import wait_for

MOST = 3
FLOW = {
    "by": "tests",
    "cool_down_seconds": 5,
    # With tests on two cores the CPU limit would always be reached.
    "host": {"max_cpu_percent": 100, "max_memory_percent": 100},
    "lanes": {
        "orders": {"min_workers": 1, "max_workers": MOST, "target_seconds": 5},
        "payments": {"min_workers": 0, "max_workers": 1},
    },
}
PROMISED_SECONDS = 5
PAUSED_WITHIN_SECONDS = 15
"""Takes three or four on an idle machine."""
REPLACED_WITHIN_SECONDS = 20
UNTOUCHED_SECONDS = 4


@pytest.fixture(scope="module", autouse=True)
def bridge(stack: Installation) -> Installation:
    """One worker for orders, up to three on demand. This module runs last."""
    _change(stack, FLOW)
    wait_for("a worker beats", lambda: _workers(stack), within_seconds=40, every_seconds=0.5)
    return stack


def test_without_functions_the_workers_come_drain_and_go(bridge: Installation) -> None:
    begun = datetime.now(UTC)
    _change(bridge, {"lanes": {"orders": {"functions": False}}})
    bridge.fill("source1", 2000)
    bridge.publish("source1")
    bridge.await_rest()
    wait_for("all but one have gone", lambda: len(_workers(bridge)) == 1, within_seconds=60, every_seconds=0.5)
    _change(bridge, {"lanes": {"orders": {"functions": True}}})

    planned = [plan["lanes"]["orders"]["workers"] for plan in _decisions(bridge, since=begun)]
    assert 1 < max(planned) <= MOST
    assert bridge.esteira("verify", "--rows").exit_code == 0


def test_why_there_were_so_many_is_told_with_its_figures(bridge: Installation) -> None:
    peak = max(_decisions(bridge), key=lambda plan: plan["lanes"]["orders"]["workers"])
    orders = peak["lanes"]["orders"]

    answer = bridge.esteira("why", "--at", peak["at"])

    assert f"orders: {orders['workers']} workers, {orders['needed']} needed" in answer.output
    assert "waiting" in orders["reason"]


def test_a_paused_lane_receives_nothing_and_spends_no_receive(bridge: Installation, stores: InstallationStores) -> None:
    _pause(bridge, stores)
    bridge.fill("source1", 50)
    bridge.publish("source1")

    touched = _ever_touched(stores, for_seconds=UNTOUCHED_SECONDS)
    bridge.esteira("resume", "orders")
    bridge.await_rest()

    assert touched == 0
    assert bridge.esteira("verify", "--rows").exit_code == 0


def test_a_paused_lane_stays_so_when_localstack_begins_anew(bridge: Installation, stores: InstallationStores) -> None:
    _pause(bridge, stores)
    bridge.fill("source1", 50)
    bridge.publish("source1")

    bridge.kill("localstack")
    bridge.up()
    with closing(InstallationStores(bridge.environment)) as anew:
        touched = _ever_touched(anew, for_seconds=UNTOUCHED_SECONDS)
        waiting = len(anew.letters(anew.orders_queue))
    bridge.esteira("resume", "orders")
    bridge.await_rest()

    assert (touched, waiting) == (0, 50)
    assert bridge.esteira("verify", "--rows").exit_code == 0


def test_a_killed_manager_and_scaler_are_back_and_keep_the_workers(bridge: Installation) -> None:
    before = {worker["name"] for worker in _workers(bridge)}

    for service in ("manager", "scaler"):
        bridge.kill(service)
    killed_at = datetime.now(UTC)

    wait_for(
        "a new plan",
        lambda: _planned_at(bridge) > killed_at,
        within_seconds=REPLACED_WITHIN_SECONDS,
        every_seconds=0.5,
    )
    wait_for("both run", lambda: _runs(bridge, "manager", "scaler"), within_seconds=REPLACED_WITHIN_SECONDS)
    assert before <= {worker["name"] for worker in _workers(bridge)}


def test_flower_shows_the_workers_to_who_signs_in(bridge: Installation) -> None:
    url, token = bridge.environment["flower_url"], bridge.environment["operator_token"]

    stranger = httpx.get(f"{url}/api/workers", timeout=30)
    workers = httpx.get(f"{url}/api/workers?refresh=true", auth=("operator", token), timeout=30).json()

    assert stranger.status_code == 401
    assert any(name.startswith("manager@") for name in workers)


def _change(stack: Installation, fields: dict[str, Any]) -> None:
    version = stack.http.get("/flow").raise_for_status().json()["version"]
    stack.http.put("/flow", json=fields | {"version": version}).raise_for_status()


def _workers(stack: Installation) -> list[dict[str, Any]]:
    """The workers with a recent heartbeat."""
    workers: list[dict[str, Any]] = stack.http.get("/flow/workers").raise_for_status().json()["workers"]
    return [worker for worker in workers if not worker["missing"]]


def _decisions(stack: Installation, since: datetime | None = None) -> list[dict[str, Any]]:
    found = stack.http.get("/flow/decisions", params={"limit": 100}).raise_for_status().json()["decisions"]
    return [plan for plan in found if since is None or datetime.fromisoformat(plan["at"]) >= since]


def _planned_at(stack: Installation) -> datetime:
    return datetime.fromisoformat(stack.esteira("flow", "--json").json["plan"]["at"])


def _runs(stack: Installation, *names: str) -> bool:
    services = {one["service"]: one["state"] for one in stack.esteira("status", "--json").json["services"]}
    return all(services[name] == "RUNNING" for name in names)


def _pause(stack: Installation, stores: InstallationStores) -> None:
    """A receive under way when the pause arrives may still take messages within the promised time."""
    stack.esteira("pause", "orders")
    heard = time.monotonic() + PROMISED_SECONDS
    wait_for("nobody receives", lambda: _nobody_receives(stack, stores), within_seconds=PAUSED_WITHIN_SECONDS)
    wait_for("the promised time is over", lambda: time.monotonic() > heard, within_seconds=PROMISED_SECONDS + 1)


def _nobody_receives(stack: Installation, stores: InstallationStores) -> bool:
    holding = [worker for worker in _workers(stack) if worker["lane"] == "orders" and worker["in_hand"]]
    return not holding and not stores.is_mapped(stores.orders_queue)


def _ever_touched(stores: InstallationStores, *, for_seconds: float) -> int:
    """The highest receive count of any message seen while watching."""
    most, end = 0, time.monotonic() + for_seconds
    while time.monotonic() < end:
        most = max([most, *(letter.receives for letter in stores.letters(stores.orders_queue))])
    return most
