"""Where consumers read the flow: one contract, kept in memory and in Redis."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from esteira.adapters.memory.flow_versions import MemoryFlowBoard
from esteira.adapters.redis import hasty_client
from esteira.adapters.redis.flow_board import KEY, RedisFlowBoard
from esteira.domain.flow.configuration import FlowConfiguration, FlowVersion
from esteira.errors import FlowUnavailable
from esteira.use_cases.ports.flow import FlowBoard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from redis import Redis

from tests.making import READ_AT
from tests.services.ports import free_port


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        client.delete(KEY)
        yield client
        client.delete(KEY)


@pytest.fixture(params=["memory", "redis"])
def board(request: pytest.FixtureRequest) -> FlowBoard:
    return MemoryFlowBoard() if request.param == "memory" else RedisFlowBoard(request.getfixturevalue("client"))


def version(number: int, *, total: int = 6) -> FlowVersion:
    configuration = FlowConfiguration(max_total_workers=total)
    return FlowVersion(
        version=number, configuration=configuration, changed_by="ana", changed_at=READ_AT + timedelta(seconds=number)
    )


def test_an_empty_board_says_so(board: FlowBoard) -> None:
    assert board.get() is None


def test_what_was_put_last_is_shown_as_it_was(board: FlowBoard) -> None:
    board.put(version(1))
    board.put(version(10))

    assert board.get() == version(10)


def test_the_same_version_may_be_put_again(board: FlowBoard) -> None:
    board.put(version(3, total=7))
    board.put(version(3, total=8))

    assert board.get() == version(3, total=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(numbers=st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=8))
def test_in_whatever_order_versions_come_the_newest_stays(client: Redis, numbers: list[int]) -> None:
    client.delete(KEY)
    boards: list[FlowBoard] = [RedisFlowBoard(client), MemoryFlowBoard()]

    for board in boards:
        for number in numbers:
            board.put(version(number))

    assert [board.get() for board in boards] == [version(max(numbers))] * 2


def test_what_cannot_be_read_is_unavailable_until_it_is_replaced(client: Redis) -> None:
    board = RedisFlowBoard(client)
    for scribble in ("no json", "[1]", '{"version": 99, "configuration": {"lanes": {}, "shape": "round"}}'):
        client.set(KEY, scribble)
        with pytest.raises(FlowUnavailable, match=KEY):
            board.get()

    client.set(KEY, "no json")
    board.put(version(1))

    assert board.get() == version(1)


def test_an_unreachable_redis_is_named_by_its_setting() -> None:
    board = RedisFlowBoard(hasty_client.connect(SecretStr(f"redis://127.0.0.1:{free_port()}/0")))

    for call in (board.get, lambda: board.put(version(1))):
        with pytest.raises(FlowUnavailable, match="ESTEIRA_REDIS_URL"):
            call()
