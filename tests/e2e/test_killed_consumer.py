"""T14 for the Lambda consumer: it is killed repeatedly between two of its effects."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.installation import BUSY, SOURCES, Installation
from tests.e2e.stores import InstallationStores
from tests.harness.waiting import wait_for

KILLS = int(os.environ.get("KILLS") or 2)
AFTER_COMMIT = "cons.after_commit:hang"
"""The consumer waits there for the kill, which therefore hits an invocation however fast the machine is."""
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
    with _waiting_after_commit(stores):
        for _ in range(KILLS):
            arrived = len(stores.arrived("source1"))
            reliable_stack.fill("source1", ORDERS_PER_KILL)
            reliable_stack.publish("source1")
            _kill_consumer(stores, beyond=arrived)
    reliable_stack.await_rest()

    result = reliable_stack.esteira("verify", "--rows", "--json")
    assert (result.exit_code, result.json["states"]["dead"]) == (0, len(stores.refused(*SOURCES)))
    assert sorted(stores.arrived(*BUSY)) == sorted(stores.accepted(*BUSY))
    assert sum("signal: killed" in line for line in stores.log("OrdersConsumer")) >= KILLS


@contextmanager
def _waiting_after_commit(stores: InstallationStores) -> Iterator[None]:
    stores.reconfigure("OrdersConsumer", "ESTEIRA_FAILPOINT", AFTER_COMMIT)
    try:
        yield
    finally:
        stores.reconfigure("OrdersConsumer", "ESTEIRA_FAILPOINT", "")


def _kill_consumer(stores: InstallationStores, *, beyond: int) -> None:
    """Kill the consumer once more orders have arrived: the batch is committed, but neither logged nor acknowledged."""
    wait_for("a batch is committed", lambda: len(stores.arrived("source1")) > beyond)
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
