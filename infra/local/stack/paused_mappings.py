"""Pauses the event source mappings of paused lanes after a deployment.

The functions of a new stack receive from every lane. Flow control may have stopped some of them, and the repair will
fill the queues: until the scaler stops them, each receive would count towards the dead-letter limit.
"""

import time
from functools import partial

from esteira.core.errors import MappingsUnavailable
from esteira.core.names import Lane
from esteira.scaling.config import LaneConfig
from esteira.scaling.configure_scaling import read_config
from esteira.scaling.lambda_mappings import mappings_of
from esteira.scaling.wiring import ConfigWiring
from pydantic import SecretStr

from infra.local.environment import Environment
from infra.local.waiting import wait_until

STOPS_WITHIN_SECONDS = 30


def pause_mappings(environment: Environment) -> None:
    """Stops the functions of each lane that is paused or whose functions are off, and waits until they have stopped.

    Raises `TargetUnavailable` or `MappingsUnavailable`.
    """
    paused = _paused(environment)
    if not paused:
        return
    mappings = mappings_of({lane: environment.queues[lane].url for lane in paused})
    for lane, flow in paused.items():
        mappings.set(lane, receiving=False, concurrency=flow.max_concurrency)
    for lane in paused:
        wait_until(
            partial(mappings.has_stopped, lane),
            seconds=STOPS_WITHIN_SECONDS,
            failure=lambda: MappingsUnavailable("(the event source mapping of a paused lane does not stop)"),
        )
    time.sleep(max(mappings.last_poll_seconds(lane) for lane in paused))


def _paused(environment: Environment) -> dict[Lane, LaneConfig]:
    flow = ConfigWiring(target_dsn=SecretStr(environment.target_dsn), redis_url=SecretStr(environment.redis_url))
    try:
        lanes = read_config(flow.deps).configuration.lanes
    finally:
        flow.close()
    return {lane: one for lane, one in lanes.items() if one.paused or not one.functions}
