"""A message has the same outcome in a worker and in Lambda."""

import pytest
from esteira.core.names import LANES, Lane
from esteira.core.settings import BridgeSettings, ConsumerSettings

from bridge.worker.lane_consumer import consumer_settings
from tests.unit.bridge.planned import settings

OWN = {"queue_url"}


def test_the_bridge_is_told_everything_that_a_consumer_is_told() -> None:
    assert ConsumerSettings.model_fields.keys() - OWN <= BridgeSettings.model_fields.keys()


@pytest.mark.parametrize("name", ["retry_delay_seconds", "retry_growth", "log_life_seconds", "outage_delay_seconds"])
def test_what_nobody_has_set_is_the_same_in_both(name: str) -> None:
    assert BridgeSettings.model_fields[name].default == ConsumerSettings.model_fields[name].default


@pytest.mark.parametrize("lane", LANES)
def test_a_lanes_consumer_is_set_as_the_bridge_is(lane: Lane) -> None:
    chosen = consumer_settings(settings(retry_delay_seconds=3, simulate_trouble=False), lane)

    assert chosen.queue_url == f"http://q/{lane}"
    assert (chosen.retry_delay_seconds, chosen.simulate_trouble) == (3, False)
