"""A plan with reasons and what it was made from."""

from esteira.scaling.observation import HostUsage, LaneObservation, Observation
from esteira.scaling.plan import Plan

from tests.fixtures.clock import READ_AT
from tests.fixtures.heartbeats import beat, plan

REASON = "9 workers are needed, and at most 4 are allowed."


def decided() -> Plan:
    """A thousand orders wait, nine workers would be needed, four is the most."""
    usual = plan()
    observed = LaneObservation(backlog=1000, workers=[beat("orders-1@here", in_hand=3, state="busy")])
    observation = Observation(at=READ_AT, lanes={"orders": observed}, host=HostUsage(cpu_percent=20, memory_percent=30))
    orders = usual.lanes["orders"].model_copy(update={"reason": REASON})
    return usual.model_copy(update={"lanes": {**usual.lanes, "orders": orders}, "observation": observation})
