"""Announcing a change never raises, and pauses while Redis is down."""

from collections.abc import Mapping

import pytest
from esteira.core.announcing.announce import ChangePublisher, announce, count
from esteira.core.announcing.memory import MemoryAnnouncer
from esteira.core.announcing.redis import RedisAnnouncer
from esteira.core.announcing.topics import Topic
from esteira.core.breaker import ERRORS_TO_OPEN
from esteira.core.errors import MetricsUnavailable
from pydantic import SecretStr

from tests.harness.ports import free_port


class FailingAnnouncer:
    """An announcer that cannot reach Redis. It counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def announce(self, _topic: Topic, _counted: Mapping[str, int]) -> None:
        self.calls += 1
        raise MetricsUnavailable

    def count(self, counted: Mapping[str, int]) -> None:
        self.announce("orders", counted)


def test_a_change_is_announced_with_its_counts() -> None:
    announcer = MemoryAnnouncer()

    announced = announce(ChangePublisher(announcer=announcer), "orders", {"attempts.orders.failed": 2})

    assert (announced, announcer.topics, announcer.counted["attempts.orders.failed"]) == (True, ["orders"], 2)


def test_counting_announces_nothing() -> None:
    announcer = MemoryAnnouncer()

    counted = count(ChangePublisher(announcer=announcer), {"tasks.drain.succeeded": 1})

    assert (counted, announcer.topics, announcer.counted["tasks.drain.succeeded"]) == (True, [], 1)


def test_announcing_pauses_after_repeated_failures() -> None:
    announcer = FailingAnnouncer()
    publisher = ChangePublisher(announcer=announcer)

    succeeded = [result for _ in range(10) for result in (announce(publisher, "orders", {}), count(publisher, {}))]

    assert (any(succeeded), announcer.calls) == (False, ERRORS_TO_OPEN)


@pytest.mark.parametrize(
    "url",
    [f"redis://127.0.0.1:{free_port()}/0", "nonsense", "redis://[::1", "rediss://user:pw@/x"],
    ids=["nothing listens", "not a URL", "incomplete URL", "no host"],
)
def test_an_unreachable_redis_or_an_invalid_url_does_not_raise(url: str) -> None:
    publisher = ChangePublisher(announcer=RedisAnnouncer(SecretStr(url)))

    assert announce(publisher, "orders", {}) is False
    assert count(publisher, {"functions.producer.invocations": 1}) is False
