"""Says that something changed, so that who shows it computes anew. Its caller hardly waits, whatever happens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from esteira.core.announcing.ports import Announcer
from esteira.core.announcing.topics import Topic
from esteira.core.breaker import Breaker
from esteira.core.errors import EsteiraError, MetricsUnavailable
from esteira.core.log import logger


@dataclass(frozen=True, kw_only=True)
class ChangePublisher:
    """Who announces; while nobody can be reached it is not even tried."""

    announcer: Announcer
    breaker: Breaker = field(default_factory=lambda: Breaker(MetricsUnavailable))


def announce(publisher: ChangePublisher, topic: Topic, counted: Mapping[str, int]) -> bool:
    """Whether it was said. Never raises what the glossary has a word for: a change not told is seen a minute later."""
    return _reached(publisher, lambda: publisher.announcer.announce(topic, counted), topic)


def count(publisher: ChangePublisher, counted: Mapping[str, int]) -> bool:
    """Whether it was counted. Never raises what the glossary has a word for: what is not counted then never is."""
    return _reached(publisher, lambda: publisher.announcer.count(counted), "counts")


def _reached(publisher: ChangePublisher, say: Callable[[], None], what: str) -> bool:
    if publisher.breaker.is_open:
        return False
    try:
        with publisher.breaker.guarding():
            say()
    except EsteiraError as error:
        logger.warning("change not announced", action="announce", topic=what, error=str(error))
        return False
    return True
