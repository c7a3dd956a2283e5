"""The scaler on Kubernetes, with an API server that keeps to the protocol and to the scaler's own Role."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from esteira.core.names import LANES
from esteira.scaling.config import LaneConfig
from esteira.scaling.memory import MemoryDecisionLog, MemoryHeartbeatStore
from esteira.scaling.plan import Plan

from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.kubernetes.backoff import Backoff
from bridge.scaler.kubernetes.client import DeploymentClient
from bridge.scaler.kubernetes.deployment_watch import DeploymentWatch
from bridge.scaler.kubernetes.errors import ClusterUnavailable
from bridge.scaler.kubernetes.pod_workers import FORGET_AFTER, PodWorkers, PodWorkersDeps, deployment_name
from bridge.scaler.kubernetes.service_account import NAMESPACE, TOKEN, ServiceAccount
from infra.local.home import REPOSITORY
from tests.fixtures.clock import HandClock
from tests.fixtures.observations import beat
from tests.harness import kubernetes_api
from tests.harness.kubernetes_api import TOO_MANY, KubernetesApi, running_kubernetes_api
from tests.harness.ports import free_port
from tests.harness.waiting import wait_for
from tests.unit.bridge.planned import plan_for

ORDERS = deployment_name("orders")
ACCOUNT = REPOSITORY / "infra" / "kubernetes" / "base" / "scaler-account.yaml"
SOON = 0.01
"""Seconds between two watches, in tests."""


def rules() -> list[dict[str, Any]]:
    """What the Role of the manifests allows."""
    documents = yaml.safe_load_all(ACCOUNT.read_text(encoding="utf-8"))
    return next(document["rules"] for document in documents if document["kind"] == "Role")


class Cluster:
    """An API server with a Deployment of two pods for each lane, and a scaler of pods."""

    def __init__(self, folder: Path) -> None:
        self.api = KubernetesApi(rules())
        for lane in LANES:
            self.api.deploy(deployment_name(lane), 2)
        self.clock = HandClock()
        self.log = MemoryDecisionLog()
        self.heartbeats = MemoryHeartbeatStore()
        self.account = folder
        self.port = free_port()
        self._server = ExitStack()
        (folder / NAMESPACE).write_text(kubernetes_api.NAMESPACE, encoding="utf-8")
        self.rotate_token("first")

    def rotate_token(self, token: str) -> None:
        (self.account / TOKEN).write_text(token, encoding="utf-8")

    def come(self) -> None:
        self._server.enter_context(running_kubernetes_api(self.api, self.port))

    def go(self) -> None:
        self._server.close()

    @contextmanager
    def scaler(self) -> Iterator[PodWorkers]:
        """A scaler whose watches have seen the Deployments, if there is a server."""
        self.client = DeploymentClient(f"http://127.0.0.1:{self.port}", ServiceAccount(self.account))
        watches = {lane: DeploymentWatch(self.client, deployment_name(lane), Backoff(SOON)) for lane in LANES}
        self.watch = watches["orders"]
        workers = PodWorkers(
            PodWorkersDeps(
                client=self.client,
                watches=watches,
                heartbeats=self.heartbeats,
                events=(events := ScalingEventLog(self.log, self.clock)),
                clock=self.clock,
                monotonic=lambda: self.clock().timestamp(),
            )
        )
        self.flush = events.flush
        for watch in watches.values():
            watch.start()
        try:
            yield workers
        finally:
            workers.end(lambda condition: condition())

    def seen(self, replicas: int) -> None:
        """Wait until the watch of the lane orders has seen this."""
        wait_for(f"{replicas} are seen", lambda: self.watch.current and self.watch.current.replicas == replicas)

    def asked(self, request: str) -> int:
        """How often the server was asked this about the lane orders."""
        return self.api.requests.count(f"{request} {ORDERS}")

    @property
    def told(self) -> list[tuple[str, str]]:
        self.flush()
        return [(event.action, event.reason.partition(".")[0]) for event in self.log.scaling_events]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path)
    cluster.come()
    yield cluster
    cluster.go()


def planning(workers: int) -> Plan:
    """A plan with so many workers for orders, and two for payments."""
    orders = LaneConfig(weight=40, min_workers=workers, max_workers=max(4, workers))
    return plan_for(orders=orders, payments=LaneConfig(weight=60, min_workers=2), max_total_workers=20)


def test_deployments_follow_the_plan_and_each_change_is_told_with_its_reason(cluster: Cluster) -> None:
    with cluster.scaler() as workers:
        cluster.seen(2)
        for planned in (6, 6, 1):
            workers.follow(planning(planned))
            cluster.seen(planned)

    assert cluster.api.replicas(ORDERS) == 1
    assert cluster.told == [
        ("scaled", "2 pods were asked for, 6 are planned"),
        ("scaled", "6 pods were asked for, 1 are planned"),
    ]
    assert cluster.asked("patch deployments/scale") == 2


def test_what_somebody_else_changes_is_seen_and_set_back(cluster: Cluster) -> None:
    with cluster.scaler() as workers:
        cluster.seen(2)
        cluster.api.deploy(ORDERS, 0)
        cluster.seen(0)
        workers.follow(planning(2))

    assert cluster.api.replicas(ORDERS) == 2


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ((5,), ["5 pods were asked for, 3 are planned"]),
        ((3,), []),
        ((5, 6, 7), []),
    ],
    ids=["once", "to what is planned", "again and again"],
)
def test_after_a_conflict_it_is_read_again_and_decided_again(
    cluster: Cluster, others: tuple[int, ...], told: list[str]
) -> None:
    cluster.api.interfere(*others)
    with cluster.scaler() as workers:
        cluster.seen(2)
        workers.follow(planning(3))
        assert [reason for _, reason in cluster.told] == told
        assert cluster.asked("get deployments/scale") == len(others)
        workers.follow(planning(3))

    assert cluster.api.replicas(ORDERS) == 3


def test_a_server_that_is_too_busy_is_left_alone_for_as_long_as_it_asks(cluster: Cluster) -> None:
    with cluster.scaler() as workers:
        cluster.seen(2)
        cluster.api.answer_with("patch", TOO_MANY)
        asked = []
        for seconds in (0, 3, 3, 2):
            cluster.clock.forward(seconds)
            workers.follow(planning(3))
            asked.append(cluster.asked("patch deployments/scale"))

    assert asked == [1, 1, 1, 2]
    assert cluster.api.replicas(ORDERS) == 3


def test_while_the_server_is_away_every_pod_stays_and_afterwards_the_plan_is_followed(cluster: Cluster) -> None:
    with cluster.scaler() as workers:
        cluster.seen(2)
        cluster.go()
        for _ in range(5):
            workers.follow(planning(0))
            cluster.clock.forward(31)
        assert cluster.api.replicas(ORDERS) == 2
        assert cluster.told == []
        cluster.come()
        workers.follow(planning(5))

    assert cluster.api.replicas(ORDERS) == 5


def test_a_lost_watch_goes_on_where_it_ended(cluster: Cluster) -> None:
    with cluster.scaler():
        cluster.seen(2)
        wait_for("it is watched", lambda: cluster.asked("watch deployments"))
        cluster.api.drop_watches()
        wait_for("it is watched again", lambda: cluster.asked("watch deployments") > 1)
        cluster.go()
        cluster.api.deploy(ORDERS, 3)
        cluster.come()
        cluster.seen(3)

    assert cluster.asked("list deployments") == 1


def test_when_the_changes_since_then_are_gone_the_deployment_is_listed_again(cluster: Cluster) -> None:
    with cluster.scaler():
        cluster.seen(2)
        cluster.go()
        cluster.api.deploy(ORDERS, 3)
        cluster.api.forget_history()
        cluster.come()
        cluster.seen(3)

    assert cluster.asked("list deployments") == 2


def test_a_deployment_that_is_deleted_and_made_anew_is_followed_again(cluster: Cluster) -> None:
    with cluster.scaler() as workers:
        cluster.seen(2)
        cluster.api.delete(ORDERS)
        wait_for("the deletion is seen", lambda: cluster.watch.current is None)
        workers.follow(planning(3))
        cluster.api.deploy(ORDERS, 1)
        cluster.seen(1)
        workers.follow(planning(3))

    assert cluster.api.replicas(ORDERS) == 3


def test_an_expired_token_ends_no_pod_and_the_renewed_one_is_read_from_its_file(cluster: Cluster) -> None:
    with cluster.scaler() as workers:
        cluster.seen(2)
        cluster.api.token = "second"
        workers.follow(planning(3))
        assert cluster.api.replicas(ORDERS) == 2
        cluster.rotate_token("second")
        cluster.clock.forward(2)
        workers.follow(planning(3))

    assert cluster.api.replicas(ORDERS) == 3


def test_no_other_deployment_may_be_scaled_and_the_error_names_the_role(cluster: Cluster) -> None:
    cluster.api.deploy("console", 1)
    with cluster.scaler(), pytest.raises(ClusterUnavailable, match=r"403.*console.*the Role of infra/kubernetes"):
        cluster.client.set_replicas("console", 0, "")

    assert cluster.api.replicas("console") == 1


def test_the_heartbeat_of_a_pod_that_was_killed_is_forgotten_after_a_while(cluster: Cluster) -> None:
    cluster.heartbeats.beat(beat("orders-1@pod", at=cluster.clock() - FORGET_AFTER))
    with cluster.scaler() as workers:
        workers.follow(None)
        assert len(cluster.heartbeats.beats()) == 1
        cluster.clock.forward(1)
        workers.follow(None)

    assert cluster.heartbeats.beats() == []
