"""A consumer follows a change within a second, and continues while Redis is down."""

from dataclasses import dataclass

import pytest
from esteira.adapters.memory.flow_versions import MemoryFlowBoard
from esteira.domain.flow.configuration import FlowConfiguration, FlowVersion, LaneFlow
from esteira.errors import BadSettings, EsteiraError, FlowUnavailable
from esteira.use_cases.follow_flow import FlowFollower
from esteira.use_cases.ports.flow import FlowBoard

from tests.making import OrdersFixture

CALM = LaneFlow(weight=40, retry_delay_seconds=30)


@dataclass(kw_only=True)
class FickleBoard(MemoryFlowBoard):
    """Fails while `away`, and counts its calls."""

    error: type[EsteiraError] | None = None
    asked: int = 0

    def get(self) -> FlowVersion | None:
        self.asked += 1
        if self.error:
            raise self.error
        return super().get()


class Stopwatch:
    """A clock in seconds, moved by the test."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def board() -> FickleBoard:
    return FickleBoard()


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def follower(board: FickleBoard, watch: Stopwatch) -> FlowFollower:
    return FlowFollower(lambda: board, monotonic=watch)


def show(board: FlowBoard, number: int, orders: LaneFlow) -> None:
    lanes = {"orders": orders, "payments": LaneFlow(weight=60)}
    board.put(FlowVersion(version=number, configuration=FlowConfiguration.model_validate({"lanes": lanes})))


def test_without_a_configuration_the_lane_keeps_its_deployed_settings(follower: FlowFollower) -> None:
    assert follower.lane("orders") is None


def test_a_change_is_heard_after_a_second_and_the_board_asked_once_for_all_lanes(
    follower: FlowFollower, board: FickleBoard, watch: Stopwatch
) -> None:
    follower.lane("orders")
    show(board, 1, CALM)

    heard = []
    for watch.seconds in (0.5, 0.99, 1.0, 1.5):
        heard.append(follower.lane("orders"))
        follower.lane("payments")

    assert heard == [None, None, CALM, CALM]
    assert board.asked == 2


@pytest.mark.parametrize("error", [FlowUnavailable, BadSettings])
def test_what_was_heard_last_stays_while_the_board_does_not_answer(
    follower: FlowFollower, board: FickleBoard, watch: Stopwatch, error: type[EsteiraError]
) -> None:
    show(board, 1, CALM)
    follower.lane("orders")

    board.error, watch.seconds = error, 10
    silent = follower.lane("orders")
    board.error, board.shown, watch.seconds = None, None, 20
    emptied = follower.lane("orders")

    assert (silent, emptied) == (CALM, CALM)


def test_an_unreachable_cache_is_read_rarely(follower: FlowFollower, board: FickleBoard, watch: Stopwatch) -> None:
    board.error = FlowUnavailable
    for second in range(60):
        watch.seconds = second
        for _ in range(100):
            follower.lane("orders")

    assert board.asked == 6  # three times at once, then after 5, 10 and 20 seconds
    show(board, 1, CALM)
    board.error, watch.seconds = None, 100
    assert follower.lane("orders") == CALM


@pytest.mark.parametrize(
    ("flow", "seconds"), [(None, 10), (LaneFlow(weight=40), 10), (LaneFlow(weight=40, retry_delay_seconds=2.5), 2.5)]
)
def test_the_retry_delay_is_the_configured_one_or_else_the_deployed(flow: LaneFlow | None, seconds: float) -> None:
    fixture = OrdersFixture(flow=lambda: flow)

    assert fixture.consumer.retry_now.delay_seconds == seconds
