"""The record of the manager's ticks: one contract, kept in memory and in Redis."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from esteira.core.announcing.redis import COUNTS
from esteira.core.errors import FlowUnavailable
from esteira.core.redis import redis_client
from esteira.scaling.plan import Rule
from esteira.scaling.recording.memory import MemoryTickRecord
from esteira.scaling.recording.ports import TickRecord
from esteira.scaling.recording.recorded_tick import AttemptTotals
from esteira.scaling.recording.redis import TICKS, RedisTickRecord
from pydantic import SecretStr
from redis import Redis

from tests.fixtures.clock import READ_AT
from tests.fixtures.recorded import recorded_lane, recorded_ticks
from tests.harness.ports import free_port

TWO, FOUR = READ_AT + timedelta(seconds=2), READ_AT + timedelta(seconds=4)


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with redis_client(SecretStr(redis_url)) as client:
        client.delete(TICKS, COUNTS)
        yield client
        client.delete(TICKS, COUNTS)


@pytest.fixture(params=["memory", "redis"])
def record(request: pytest.FixtureRequest) -> TickRecord:
    return MemoryTickRecord() if request.param == "memory" else RedisTickRecord(request.getfixturevalue("client"))


def test_there_is_nothing_before_the_first_tick(record: TickRecord) -> None:
    assert (record.reach(), record.between(READ_AT, FOUR)) == (None, [])


def test_a_tick_is_returned_as_it_was_recorded(record: TickRecord) -> None:
    lanes = [
        recorded_lane(8_123, in_flight=7, ended=99, failed=4, worked=12, rule=Rule.HOST_BUSY, rate_per_second=33.3),
        recorded_lane(None, ready=3, starting=2, draining=1, in_hand=500, planned=4),
    ]
    ticks = recorded_ticks(lanes)

    for tick in ticks:
        record.append(tick)

    assert record.between(READ_AT, FOUR) == ticks


def test_ticks_are_returned_from_the_beginning_to_before_the_end(record: TickRecord) -> None:
    for tick in recorded_ticks([recorded_lane(number) for number in range(4)]):
        record.append(tick)

    assert [tick.at for tick in record.between(TWO, FOUR)] == [TWO]
    assert record.reach() == (READ_AT, READ_AT + timedelta(seconds=6))


def test_a_tick_of_a_clock_that_was_set_back_is_ignored(record: TickRecord) -> None:
    late, early = recorded_ticks([recorded_lane(1), recorded_lane(2)])[::-1]

    record.append(late)
    record.append(early)

    assert record.between(READ_AT, FOUR) == [late]


def test_ticks_without_attempts_have_totals_of_none(record: TickRecord) -> None:
    assert sum(totals.ended for totals in record.attempts().values()) == 0


def test_attempts_are_counted_by_lane_with_those_that_failed(client: Redis) -> None:
    counts = {"succeeded": 5, "duplicate": 1, "failed": 2, "refused": 3}
    client.hset(COUNTS, mapping={f"attempts.orders.{status}": count for status, count in counts.items()})

    assert RedisTickRecord(client).attempts()["orders"] == AttemptTotals(ended=11, failed=5)


def test_what_another_release_recorded_is_left_out(client: Redis) -> None:
    record, known = RedisTickRecord(client), recorded_ticks([recorded_lane(1)])[0]
    record.append(known)
    client.xadd(TICKS, {"orders": "in other words"}, id=f"{int(TWO.timestamp() * 1000)}-0")

    assert record.between(READ_AT, FOUR) == [known]


def test_no_more_than_a_day_is_kept(client: Redis) -> None:
    client.xadd(TICKS, {"host": "0 0 0"}, id="1-0")
    with client.pipeline(transaction=False) as pipeline:
        for number in range(44_000):
            pipeline.xadd(TICKS, {"host": "0 0 0"}, id=f"{number + 2}-0")
        pipeline.execute()

    RedisTickRecord(client).append(recorded_ticks([recorded_lane(1)])[0])

    assert client.xlen(TICKS) <= 43_400


def test_without_redis_nothing_is_recorded() -> None:
    with redis_client(SecretStr(f"redis://127.0.0.1:{free_port()}/0")) as away, pytest.raises(FlowUnavailable):
        RedisTickRecord(away).append(replace(recorded_ticks([recorded_lane(1)])[0]))
