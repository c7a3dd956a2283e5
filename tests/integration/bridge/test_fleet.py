"""Manager, scaler and workers together: the lane is drained, and killed workers are replaced."""

import json
import signal

from esteira.scaling.observation import WorkerState

from infra.local.processes.bridge import SCALER
from tests.faults.orders import orders_with_poison
from tests.harness.bridge import Bridge
from tests.harness.checker import FLAWLESS, check
from tests.harness.waiting import wait_for

ORDERS = 2000
ENDED_WITHIN_SECONDS = 60


def test_the_fleet_drains_a_lane(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))

    with bridge.running():
        bridge.consumption.await_rest()

    ends = bridge.consumption.ends()
    assert check(bridge.consumption.journal, ends) == FLAWLESS
    assert len(ends.arrived) == ORDERS


def test_a_killed_worker_is_replaced_and_given_work(bridge: Bridge) -> None:
    with bridge.running():
        first = bridge.await_beat()
        bridge.workers()[first.name].kill()

        second = bridge.await_beat(other_than=[first.name])
        wait_for("it polls", lambda: bridge.state_of(second.name) is WorkerState.POLLING)
        wait_for("the first is forgotten", lambda: bridge.state_of(first.name) is None)


def test_a_new_scaler_adopts_the_workers_of_a_killed_one(bridge: Bridge) -> None:
    with bridge.running() as (_, _, scaler):
        before = {bridge.await_beat(lane=lane).name for lane in ("orders", "payments")}
        scaler.kill()
        with bridge.program("scaler-2", SCALER) as second:
            wait_for("they are adopted", lambda: adopted(second.output.read_text()) == before)
            after = {bridge.await_beat(lane=lane).name for lane in ("orders", "payments")}

        assert after == before


def test_of_two_scalers_one_stands_by(bridge: Bridge) -> None:
    with bridge.running():
        before = {bridge.await_beat(lane=lane).name for lane in ("orders", "payments")}
        with bridge.program("scaler-2", SCALER) as second:
            wait_for("it stands by", lambda: "another scaler" in second.output.read_text())
            second.stop()

        assert second.exit_code == 0
        assert bridge.workers().keys() == before


def test_a_scaler_that_is_told_to_end_ends_its_workers_first(bridge: Bridge) -> None:
    bridge.consumption.send(orders_with_poison(ORDERS, poison=0))
    with bridge.running() as (_, _, scaler):
        wait_for("it is processed", lambda: any(beat.processed for beat in bridge.beats()))
        scaler.stop(signal.SIGTERM, within_seconds=ENDED_WITHIN_SECONDS)

        assert scaler.exit_code == 0
        assert bridge.workers() == {}
        assert bridge.consumption.count_in_flight() == 0


def adopted(log: str) -> set[str]:
    """The workers that a scaler says it has adopted."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return {line["worker"] for line in lines if line["message"] == "worker adopted"}
