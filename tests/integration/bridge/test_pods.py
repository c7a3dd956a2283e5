"""The bridge as on Kubernetes: a scaler that sets replicas, and workers that only Kubernetes starts and ends."""

import json
from pathlib import Path

from esteira.core.names import LANES
from esteira.scaling.config import LaneConfig, ScalingConfig
from esteira.scaling.observation import WorkerState

from bridge.scaler.kubernetes.pod_workers import deployment_name
from bridge.scaler.kubernetes.service_account import NAMESPACE, TOKEN
from infra.local.processes.bridge import BEAT, MANAGER, SCALER
from tests.faults.orders import orders_with_poison
from tests.harness import kubernetes_api
from tests.harness.bridge import Bridge
from tests.harness.checker import FLAWLESS, check
from tests.harness.kubernetes_api import KubernetesApi, running_kubernetes_api
from tests.harness.pods import Pods
from tests.harness.waiting import wait_for
from tests.integration.bridge.test_pod_workers import rules

ORDERS = 2000
LANE = deployment_name("orders")
WORKING = frozenset({WorkerState.IDLE, WorkerState.POLLING, WorkerState.BUSY})


def config(workers: int) -> ScalingConfig:
    """So many workers for orders, none for the other lanes."""
    none = LaneConfig(weight=50, min_workers=0, max_workers=0)
    orders = LaneConfig(weight=0, min_workers=workers, max_workers=workers)
    return ScalingConfig(
        lanes={"orders": orders, "payments": none, "lookups": none}, max_total_workers=3, cool_down_seconds=0
    )


def test_pods_follow_the_plan_and_finish_what_they_hold(bridge: Bridge, tmp_path: Path) -> None:
    (tmp_path / NAMESPACE).write_text(kubernetes_api.NAMESPACE, encoding="utf-8")
    (tmp_path / TOKEN).write_text("first", encoding="utf-8")
    api = KubernetesApi(rules())
    for lane in LANES:
        api.deploy(deployment_name(lane), 0)
    pods = Pods(api, tmp_path, bridge.environment)
    bridge.configure(config(2))
    beats = bridge.heartbeats.beats

    with running_kubernetes_api(api) as url:
        place = {"url": url, "account": str(tmp_path)}
        bridge.variables |= {"ESTEIRA_SCALER": "kubernetes", "ESTEIRA_KUBERNETES": json.dumps(place)}
        with (
            bridge.program("beat", BEAT),
            bridge.program("manager", MANAGER),
            bridge.program("scaler", SCALER),
            pods.followed(),
        ):
            wait_for("two work", lambda: [beat.lane for beat in beats() if beat.state in WORKING] == ["orders"] * 2)
            bridge.consumption.send(orders_with_poison(ORDERS, poison=0))
            wait_for("orders are processed", lambda: any(beat.processed for beat in beats()))
            bridge.configure(config(1))
            wait_for("one is asked for", lambda: api.replicas(LANE) == 1)
            bridge.consumption.await_rest()
            wait_for("the other one has ended", lambda: len(pods.running["orders"]) == 1)

    ends = bridge.consumption.ends()
    assert check(bridge.consumption.journal, ends) == FLAWLESS
    assert len(ends.arrived) == ORDERS
    assert set(pods.ended) == {0}
