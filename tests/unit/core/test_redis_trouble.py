"""What is wrong with Redis is said in a sentence, everywhere the same, and never in the driver's words."""

import pytest
from esteira.core.breaker import Breaker
from esteira.core.errors import CursorUnavailable, FlowUnavailable, MetricsUnavailable, Unavailable
from esteira.core.redis import redis_errors
from esteira.core.redis_trouble import redis_trouble
from redis import exceptions

SECRET = "redis://:secret@10.1.2.3"

TROUBLES: dict[str, Exception] = {
    "read-only replica": exceptions.ReadOnlyError(SECRET),
    "memory is full": exceptions.OutOfMemoryError(SECRET),
    "loading its data": exceptions.BusyLoadingError(SECRET),
    "without its primary": exceptions.MasterDownError(SECRET),
    "user or the password": exceptions.AuthenticationError(SECRET),
    "lacks a permission": exceptions.NoPermissionError(SECRET),
    "cannot write to its disk": exceptions.ResponseError(f"MISCONF Errors writing to the AOF file {SECRET}"),
    "fewer replicas": exceptions.ResponseError(f"NOREPLICAS Not enough good replicas {SECRET}"),
    "no connection left": exceptions.ConnectionError("max number of clients reached"),
    "in time": exceptions.TimeoutError(SECRET),
    "refused or lost": exceptions.ConnectionError(SECRET),
}


@pytest.mark.parametrize("words", TROUBLES)
def test_each_trouble_has_its_own_sentence(words: str) -> None:
    told = [trouble for trouble, error in TROUBLES.items() if words in redis_trouble(error)]

    assert told == [words]


@pytest.mark.parametrize("error", TROUBLES.values())
@pytest.mark.parametrize("kind", [CursorUnavailable, FlowUnavailable, MetricsUnavailable])
def test_callers_read_the_cause_and_nothing_of_the_driver(kind: type[Unavailable], error: Exception) -> None:
    with pytest.raises(kind) as raised, redis_errors(kind):
        raise error

    message = raised.value.public_message
    assert message.endswith(f"cannot be used (ESTEIRA_REDIS_URL). {redis_trouble(error)}")
    assert "10.1.2.3" not in f"{message} {raised.value}"


def test_a_fault_of_ours_is_no_trouble_of_redis() -> None:
    assert redis_trouble(exceptions.ResponseError("WRONGTYPE Operation against a key")) == ""


def test_a_call_that_is_not_tried_names_the_cause_of_the_last_one() -> None:
    breaker = Breaker(FlowUnavailable)
    for _ in range(3):
        with pytest.raises(FlowUnavailable), breaker.guarding(), redis_errors(FlowUnavailable):
            raise exceptions.OutOfMemoryError

    with pytest.raises(FlowUnavailable, match=r"memory is full.*not tried"), breaker.guarding():
        pass
