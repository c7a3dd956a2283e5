"""What happens each minute without a request."""

from tests.conformance.case import Case
from tests.conformance.deployed_stack import DeployedStack
from tests.conformance.sample import arrived
from tests.harness.waiting import wait_for

INSERT = "INSERT INTO orders (product, price, security_check) VALUES ('pen', 1.50, true) RETURNING id"
COUNTED = "functions.compute_metrics_due.invocations"


def _publishes(stack: DeployedStack) -> object:
    ((id_,),) = stack.ask_source(INSERT)
    wait_for("the order arrives", lambda: arrived(stack, [id_]), every_seconds=1)
    return arrived(stack, [id_]).count(id_)


def _computes(stack: DeployedStack) -> object:
    def runs() -> bool:
        metrics = stack.http.get("/metrics").raise_for_status().json()["metrics"]
        return bool(metrics.get(COUNTED, {}).get("value"))

    return wait_for("the metrics are computed", runs, every_seconds=1)


CASES = (
    Case(name="a new order is published by the schedule", area="EventBridge", expected=1, observe=_publishes),
    Case(name="the metrics are computed each minute", area="EventBridge", expected=True, observe=_computes),
)
