"""Announces changes, so that the console computes its metrics again. Never raises, and hardly delays the caller."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from esteira.core.announcing.ports import Announcer
from esteira.core.announcing.topics import Topic
from esteira.core.breaker import Breaker
from esteira.core.errors import EsteiraError, MetricsUnavailable
from esteira.core.log import logger


@dataclass(frozen=True, kw_only=True)
class ChangePublisher:
    """An announcer behind a circuit breaker: while Redis is down, nothing is sent."""

    announcer: Announcer
    breaker: Breaker = field(default_factory=lambda: Breaker(MetricsUnavailable))


def announce(publisher: ChangePublisher, topic: Topic, counted: Mapping[str, int]) -> bool:
    """Announce a change, and return whether that succeeded. Never raises an `EsteiraError`.

    A change that is not announced shows at the next scheduled computation, a minute later at most.
    """
    return _try(publisher, lambda: publisher.announcer.announce(topic, counted), topic)


def count(publisher: ChangePublisher, counted: Mapping[str, int]) -> bool:
    """Add to the counts, and return whether that succeeded. Never raises an `EsteiraError`; failed counts are lost."""
    return _try(publisher, lambda: publisher.announcer.count(counted), "counts")


def _try(publisher: ChangePublisher, send: Callable[[], None], topic: str) -> bool:
    if publisher.breaker.is_open:
        return False
    try:
        with publisher.breaker.guarding():
            send()
    except EsteiraError as error:
        logger.warning("change not announced", action="announce", topic=topic, error=str(error))
        return False
    return True
