"""Every lane is registered wherever lanes differ from each other."""

from collections.abc import Container
from typing import get_args

import consumer.app
import pytest
from esteira.core.announcing.topics import Topic
from esteira.core.messages import MESSAGES
from esteira.core.names import LANES, Lane
from esteira.scaling.config import DEFAULT_LANES

from bridge.worker.lane_consumer import MAKERS
from console.words.english import ENGLISH
from console.words.portuguese import PORTUGUESE

REGISTRIES: dict[str, Container[str]] = {
    "bridge/worker/lane_consumer.py": MAKERS,
    "console/words/english.py": ENGLISH.lane_names,
    "console/words/portuguese.py": PORTUGUESE.lane_names,
    "esteira/core/announcing/topics.py": get_args(Topic),
    "esteira/core/messages.py": MESSAGES,
    "functions/consumer/app.py": {name.removeprefix("consume_") for name in vars(consumer.app)},
}
each_lane = pytest.mark.parametrize("lane", LANES)


@each_lane
@pytest.mark.parametrize("file", REGISTRIES)
def test_a_lane_is_registered(file: str, lane: Lane) -> None:
    assert lane in REGISTRIES[file]


def test_the_default_weights_add_up_to_100() -> None:
    assert sum(lane.weight for lane in DEFAULT_LANES.values()) == 100
