"""Contract of `Cursors`, with their leases: memory and Redis."""

from uuid import uuid4

import pytest
from esteira.core.errors import CursorUnavailable
from esteira.core.redis import redis_client
from esteira.producer.cursor import Cursor, Position
from esteira.producer.memory import MemoryCursors
from esteira.producer.ports import Advance, Cursors, Lease
from esteira.producer.redis import RedisCursors
from pydantic import SecretStr

from tests.harness.ports import free_port
from tests.harness.waiting import wait_for

HUGE = 2**63 - 2
"""Above 2^53, where a double cannot represent every integer."""


@pytest.fixture(params=["memory", "redis"])
def cursors(request: pytest.FixtureRequest) -> Cursors:
    if request.param == "memory":
        return MemoryCursors()
    return RedisCursors(redis_client(SecretStr(request.getfixturevalue("redis_url"))))


@pytest.fixture
def source() -> str:
    """A name that no other test uses."""
    return f"source-{uuid4().hex[:8]}"


def at(id_: int, *, x: int = 1) -> Cursor:
    return Cursor(epoch="xid:1:00000001:5", position=Position(x=x, id=id_))


def lease(cursors: Cursors, source: str, *, seconds: int = 30) -> Lease:
    found = cursors.acquire(source, seconds=seconds)
    assert found is not None
    return found


def next_lease(cursors: Cursors, source: str) -> Lease:
    """Wait until the current lease has expired, and acquire the next one."""
    found = wait_for("the lease expires", lambda: cursors.acquire(source, seconds=30))
    assert found is not None
    return found


def test_a_source_is_leased_to_one_producer_at_a_time(cursors: Cursors, source: str) -> None:
    lease(cursors, source)

    assert cursors.acquire(source, seconds=30) is None
    assert cursors.acquire(f"{source}-2", seconds=30) is not None


def test_a_released_lease_can_be_acquired_again(cursors: Cursors, source: str) -> None:
    cursors.release(lease(cursors, source))

    assert cursors.acquire(source, seconds=30) is not None


def test_a_lease_expires(cursors: Cursors, source: str) -> None:
    first = lease(cursors, source, seconds=1)

    second = next_lease(cursors, source)

    assert second.fence > first.fence


def test_an_expired_lease_cannot_release_the_next_one(cursors: Cursors, source: str) -> None:
    first = lease(cursors, source, seconds=1)
    next_lease(cursors, source)

    cursors.release(first)

    assert cursors.acquire(source, seconds=30) is None


def test_a_cursor_that_was_never_set_is_none(cursors: Cursors, source: str) -> None:
    assert cursors.load(source) is None


def test_a_cursor_moves_from_its_current_value(cursors: Cursors, source: str) -> None:
    held = lease(cursors, source)

    steps = [cursors.advance(held, old=None, new=at(5)), cursors.advance(held, old=at(5), new=at(9))]

    assert steps == [Advance.MOVED, Advance.MOVED]
    assert cursors.load(source) == at(9)


@pytest.mark.parametrize("wrong", [None, at(4), at(5, x=2), Cursor(epoch="other", position=at(5).position)])
def test_a_cursor_with_another_value_does_not_move(cursors: Cursors, source: str, wrong: Cursor | None) -> None:
    held = lease(cursors, source)
    cursors.advance(held, old=None, new=at(5))

    result = cursors.advance(held, old=wrong, new=at(9))

    assert (result, cursors.load(source)) == (Advance.CONFLICT, at(5))


def test_values_that_a_double_cannot_distinguish_are_distinguished(cursors: Cursors, source: str) -> None:
    held = lease(cursors, source)
    cursors.advance(held, old=None, new=at(HUGE, x=HUGE))

    result = cursors.advance(held, old=at(HUGE + 1, x=HUGE), new=at(9))

    assert (result, cursors.load(source)) == (Advance.CONFLICT, at(HUGE, x=HUGE))


def test_a_late_producer_is_fenced_off(cursors: Cursors, source: str) -> None:
    late = lease(cursors, source, seconds=1)
    cursors.advance(late, old=None, new=at(5))
    next_lease(cursors, source)

    result = cursors.advance(late, old=at(5), new=at(9))

    assert (result, cursors.load(source)) == (Advance.FENCED_OFF, at(5))


def test_an_unreachable_redis_raises_cursor_unavailable() -> None:
    cursors = RedisCursors(redis_client(SecretStr(f"redis://:secret@127.0.0.1:{free_port()}/0")))

    with pytest.raises(CursorUnavailable, match="ESTEIRA_REDIS_URL") as error:
        cursors.load("source1")

    assert "secret" not in str(error.value)
