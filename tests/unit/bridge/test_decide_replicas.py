"""How many pods a Deployment is asked for, and how long the scaler waits after errors."""

import pytest
from esteira.scaling.observation import HostUsage
from esteira.scaling.wiring import PlannerWiring

from bridge.scaler.kubernetes.backoff import Backoff
from bridge.scaler.kubernetes.decide_replicas import ObservedDeployment, SetReplicas, decide_replicas
from tests.fixtures.heartbeats import plan
from tests.unit.bridge.planned import settings

PLANNED = plan().lanes["orders"]


@pytest.mark.parametrize("replicas", [0, 3, 5])
def test_a_deployment_gets_what_is_planned_in_the_version_that_was_seen(replicas: int) -> None:
    decided = decide_replicas(PLANNED, ObservedDeployment(replicas=replicas, version="7"))

    reason = f"{replicas} pods were asked for, 4 are planned. "
    assert decided == SetReplicas(replicas=4, version="7", reason=reason)


@pytest.mark.parametrize("observed", [None, ObservedDeployment(replicas=4, version="7")], ids=["unseen", "as planned"])
def test_a_deployment_that_was_not_seen_or_is_as_planned_stays(observed: ObservedDeployment | None) -> None:
    assert decide_replicas(PLANNED, observed) is None


def test_pauses_double_up_to_half_a_minute_and_never_end_before_the_server_wishes() -> None:
    backoff = Backoff()

    assert [backoff.failed() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.succeeded()
    assert [backoff.failed(7), backoff.failed(1e9)] == [7, 300]


def test_the_load_of_the_managers_own_node_limits_no_pod() -> None:
    wiring = PlannerWiring(settings(scaler="kubernetes"))

    assert wiring.deps.host.read() == HostUsage(cpu_percent=0, memory_percent=0)
    wiring.close()
