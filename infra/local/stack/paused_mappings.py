"""A new stack's functions receive from every lane at once. Those that flow control has stopped are stopped again here,
before the repair fills the queues: later the scaler would do it, and receives would be spent until then."""

from functools import partial

from esteira.adapters.aws_lambda.mappings import mappings_of
from esteira.domain.flow.configuration import LaneFlow
from esteira.domain.names import Lane
from esteira.errors import MappingsUnavailable
from esteira.use_cases.configure_flow import read_flow
from esteira.wiring.flow import Flow
from pydantic import SecretStr

from infra.local.environment import Environment
from infra.local.waiting import wait_until

STOPS_WITHIN_SECONDS = 30


def pause_mappings(environment: Environment) -> None:
    """Stops the functions of each lane that is paused, or left to its workers alone, and waits until they have stopped.

    Raises `TargetUnavailable` or `MappingsUnavailable`.
    """
    held = _held(environment)
    if not held:
        return
    mappings = mappings_of({lane: environment.queues[lane].url for lane in held})
    for lane, flow in held.items():
        mappings.set(lane, receiving=False, concurrency=flow.max_concurrency)
    for lane in held:
        wait_until(
            partial(mappings.has_stopped, lane),
            seconds=STOPS_WITHIN_SECONDS,
            failure=lambda: MappingsUnavailable("(a paused lane's mapping does not stop)"),
        )


def _held(environment: Environment) -> dict[Lane, LaneFlow]:
    flow = Flow(target_dsn=SecretStr(environment.target_dsn), redis_url=SecretStr(environment.redis_url))
    try:
        lanes = read_flow(flow.control).configuration.lanes
    finally:
        flow.close()
    return {lane: one for lane, one in lanes.items() if one.paused or not one.functions}
