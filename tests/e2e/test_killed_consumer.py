"""T14 for the Lambda consumer: it is killed repeatedly, one visibility timeout apart."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installation import BUSY, SOURCES, Installation
from tests.e2e.stores import InstallationStores
from tests.harness.waiting import wait_for

KILLS = int(os.environ.get("KILLS") or 2)
MOST_KILLS = KILLS + 6
"""A kill that comes after the batch, or while a worker has the messages, proves nothing; then there is another one."""
ORDERS_PER_KILL = 600
VISIBILITY_SECONDS, DEPLOYED_VISIBILITY_SECONDS = 35, 190
"""Longer than the timeout of the function, otherwise messages become visible while it still processes them."""


@pytest.fixture
def reliable_stack(stack: Installation, stores: InstallationStores) -> Iterator[Installation]:
    """The stack without simulated failures, which would use up receives, and with a short visibility timeout."""
    stack.await_rest()
    stores.reconfigure("OrdersConsumer", "ESTEIRA_SIMULATE_TROUBLE", "false")
    _make_visible_after(stores, VISIBILITY_SECONDS)
    yield stack
    _make_visible_after(stores, DEPLOYED_VISIBILITY_SECONDS)
    stores.reconfigure("OrdersConsumer", "ESTEIRA_SIMULATE_TROUBLE", "true")


def test_a_killed_consumer_function_loses_and_duplicates_no_order(
    reliable_stack: Installation, stores: InstallationStores
) -> None:
    for kills in range(MOST_KILLS):
        if kills >= KILLS and _hit_an_invocation(stores):
            break
        arrived = len(stores.arrived("source1"))
        reliable_stack.fill("source1", ORDERS_PER_KILL)
        reliable_stack.publish("source1")
        _kill_consumer(stores, beyond=arrived)
        reliable_stack.await_rest()

    result = reliable_stack.esteira("verify", "--rows", "--json")
    assert (result.exit_code, result.json["states"]["dead"]) == (0, len(stores.refused(*SOURCES)))
    assert sorted(stores.arrived(*BUSY)) == sorted(stores.accepted(*BUSY))
    assert _hit_an_invocation(stores)


def _hit_an_invocation(stores: InstallationStores) -> bool:
    return any("signal: killed" in line for line in stores.log("OrdersConsumer"))


def _kill_consumer(stores: InstallationStores, *, beyond: int) -> None:
    """Kill the consumer once more orders have arrived: the batch is committed, but neither logged nor acknowledged."""
    wait_for("a batch is committed", lambda: len(stores.arrived("source1")) > beyond, every_seconds=0)
    for pid in _consumers(stores.orders_queue):
        os.kill(pid, signal.SIGKILL)


def _consumers(queue_url: str) -> list[int]:
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and _is_consumer(process, queue_url)
    ]


def _is_consumer(process: Path, queue_url: str) -> bool:
    try:
        command, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
    except OSError:
        return False
    wanted = (b"_HANDLER=consumer.app.consume_orders\0", f"ESTEIRA_QUEUE_URL={queue_url}\0".encode())
    return b"bootstrap.py" in command and all(variable in environment for variable in wanted)


def _make_visible_after(stores: InstallationStores, seconds: int) -> None:
    stores.sqs.set_queue_attributes(QueueUrl=stores.orders_queue, Attributes={"VisibilityTimeout": str(seconds)})
