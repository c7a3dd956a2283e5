"""Announcing a change never fails its caller, and pauses while Redis is down."""

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


class Deaf:
    """An announcer without a connection."""

    def __init__(self) -> None:
        self.tries = 0

    def announce(self, _topic: Topic, _counted: Mapping[str, int]) -> None:
        self.tries += 1
        raise MetricsUnavailable

    def count(self, counted: Mapping[str, int]) -> None:
        self.announce("orders", counted)


def test_a_change_is_told_with_what_was_counted() -> None:
    announcer = MemoryAnnouncer()

    told = announce(ChangePublisher(announcer=announcer), "orders", {"attempts.orders.failed": 2})

    assert (told, announcer.topics, announcer.counted["attempts.orders.failed"]) == (True, ["orders"], 2)


def test_what_is_only_counted_is_not_announced() -> None:
    announcer = MemoryAnnouncer()

    counted = count(ChangePublisher(announcer=announcer), {"tasks.drain.succeeded": 1})

    assert (counted, announcer.topics, announcer.counted["tasks.drain.succeeded"]) == (True, [], 1)


def test_announcing_pauses_after_repeated_failures() -> None:
    deaf = Deaf()
    publisher = ChangePublisher(announcer=deaf)

    told = [tell for _ in range(10) for tell in (announce(publisher, "orders", {}), count(publisher, {}))]

    assert (any(told), deaf.tries) == (False, ERRORS_TO_OPEN)


@pytest.mark.parametrize(
    "url",
    [f"redis://127.0.0.1:{free_port()}/0", "nonsense", "redis://[::1", "rediss://user:pw@/x"],
    ids=["nobody listens", "no address", "half an address", "no host"],
)
def test_no_redis_however_wrong_its_address_fails_the_caller(url: str) -> None:
    publisher = ChangePublisher(announcer=RedisAnnouncer(SecretStr(url)))

    assert announce(publisher, "orders", {}) is False
    assert count(publisher, {"functions.producer.invocations": 1}) is False
