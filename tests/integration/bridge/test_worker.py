"""One drain worker: how it works, how it ends, and which process outlives which."""

import signal
from collections.abc import Mapping

import psutil
import pytest
from esteira.core.redis import redis_client
from esteira.metrics.redis import RedisMetricsStore
from esteira.scaling.observation import Heartbeat, WorkerState
from pydantic import SecretStr
from redis import Redis

from bridge.worker_command import worker_command
from tests.faults.orders import orders_with_poison
from tests.harness.bridge import Bridge
from tests.harness.checker import FLAWLESS, check
from tests.harness.child import Child
from tests.harness.redis import RedisServer
from tests.harness.waiting import HANGS_AFTER_SECONDS, wait_for

ORDERS = 600
ENDED_WITHIN_SECONDS = 30
"""Less than the 38 s of a drain task, which a worker that is told to end does not wait for."""


def beat_of(bridge: Bridge) -> Heartbeat:
    """The worker's last heartbeat."""
    (beat,) = bridge.heartbeats.beats()
    return beat


def await_progress(bridge: Bridge) -> None:
    """Waits until the worker is through with a batch."""
    wait_for("messages are processed", lambda: beat_of(bridge).processed)


def counts(bridge: Bridge) -> Mapping[str, int]:
    """What was counted in its Redis."""
    with redis_client(SecretStr(bridge.redis_url), decode=False) as redis:
        return RedisMetricsStore(redis).counts()


def await_log(worker: Child, words: str) -> None:
    """Waits until the worker has logged these words."""
    wait_for(words, lambda: words in worker.output.read_text())


def test_a_worker_counts_what_it_drains(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))
    with bridge.worker():
        bridge.dispatch()
        bridge.consumption.await_rest()
        wait_for("all is told", lambda: beat_of(bridge).processed == ORDERS)

        beat = beat_of(bridge)
        assert (beat.failed, beat.in_hand, beat.state) == (0, 0, WorkerState.POLLING)
        assert beat.rate_per_second > 0
        assert beat.memory_mib > 50


def test_tasks_are_counted_and_end_well_when_all_processes_are_told_to_end(bridge: Bridge) -> None:
    with bridge.worker() as worker:
        bridge.dispatch()
        wait_for("it drains", lambda: beat_of(bridge).state is WorkerState.POLLING)
        worker.send(signal.SIGTERM)
        wait_for("it has ended", lambda: not worker.running, within_seconds=ENDED_WITHIN_SECONDS)

    assert counts(bridge) == {"tasks.drain.started": 1, "tasks.drain.succeeded": 1}


def test_a_child_whose_worker_is_killed_finishes_its_batch(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))
    with bridge.worker() as worker:
        (child,) = psutil.Process(worker.pid).children()
        bridge.dispatch()
        await_progress(bridge)
        psutil.Process(worker.pid).kill()
        psutil.wait_procs([child], timeout=HANGS_AFTER_SECONDS)

        assert bridge.consumption.count_in_flight() == 0


def test_told_to_end_it_finishes_its_batch_and_ends_at_once(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))
    with bridge.worker() as worker:
        bridge.dispatch()
        await_progress(bridge)
        worker.send(signal.SIGTERM)
        wait_for("it has ended", lambda: not worker.running, within_seconds=ENDED_WITHIN_SECONDS)

    assert worker.exit_code == 0
    assert bridge.heartbeats.beats() == []
    assert bridge.consumption.count_in_flight() == 0


def test_asked_to_drain_it_takes_nothing_new_and_holds_nothing(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))
    with bridge.worker() as worker:
        bridge.dispatch()
        await_progress(bridge)
        bridge.heartbeats.ask_to_drain(beat_of(bridge).name)
        wait_for("it drains", lambda: beat_of(bridge).state is WorkerState.DRAINING)
        wait_for("it holds nothing", lambda: beat_of(bridge).in_hand == 0)
        bridge.dispatch()

        assert worker.running
        assert bridge.consumption.count_in_flight() == 0


def test_asked_to_drain_before_it_is_ready_it_drains_all_the_same(bridge: Bridge) -> None:
    name = "orders-2@here"
    bridge.heartbeats.ask_to_drain(name)

    with bridge.program("worker", worker_command("orders", name)):
        wait_for("it drains", lambda: bridge.state_of(name) is WorkerState.DRAINING)


def test_a_child_does_not_outlive_its_killed_worker(bridge: Bridge) -> None:
    with bridge.worker() as worker:
        (child,) = psutil.Process(worker.pid).children()
        bridge.dispatch()
        psutil.Process(worker.pid).kill()

        psutil.wait_procs([child], timeout=HANGS_AFTER_SECONDS)
        assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_killed_child_is_replaced_and_its_messages_come_back(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))
    with bridge.worker() as worker:
        bridge.dispatch()
        await_progress(bridge)
        (child,) = psutil.Process(worker.pid).children()
        child.kill()
        wait_for("it is idle", lambda: beat_of(bridge).state is WorkerState.IDLE)
        bridge.dispatch()
        bridge.consumption.await_rest()

    assert check(bridge.consumption.journal, bridge.consumption.ends()) == FLAWLESS


@pytest.mark.parametrize("break_it", ["restart", "kill clients", "read-only"])
def test_a_worker_hears_its_queue_again_after_redis_was_away(
    bridge: Bridge, own_redis: RedisServer, break_it: str
) -> None:
    with bridge.worker() as worker:
        if break_it == "restart":
            own_redis.child.kill()
            own_redis.start_again()
        elif break_it == "read-only":
            with own_redis.troubled("read-only"):
                await_log(worker, "Cannot connect")
        else:
            with Redis(port=own_redis.port) as redis:
                redis.client_kill_filter(_type="normal")
                redis.client_kill_filter(_type="pubsub")
        bridge.consumption.send(orders_with_poison(100, poison=0))
        bridge.dispatch()

        bridge.consumption.await_rest()


def test_an_acknowledgement_that_redis_refuses_costs_no_later_task(bridge: Bridge, own_redis: RedisServer) -> None:
    with bridge.worker() as worker, Redis(port=own_redis.port) as redis:
        redis.execute_command("ACL", "SETUSER", "default", "-zrem")
        bridge.dispatch()
        await_log(worker, "Connection to broker lost")
        redis.execute_command("ACL", "SETUSER", "default", "+zrem")

        bridge.consumption.send(orders_with_poison(100, poison=0))
        wait_for("its first task is over", lambda: beat_of(bridge).processed)
        bridge.dispatch()
        bridge.consumption.await_rest()


def test_a_worker_answers_after_every_loss_of_all_keys(bridge: Bridge, own_redis: RedisServer) -> None:
    name = "orders-1@here"
    with bridge.worker(name):
        answers = []
        for _ in range(10):
            own_redis.flush()
            answers.append(bridge.ping(name))

    assert answers == [{name}] * 10
