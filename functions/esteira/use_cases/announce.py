"""Says that something changed, so that who shows it computes anew. Its caller hardly waits, whatever happens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esteira.domain.metrics.catalogue import Topic
from esteira.errors import EsteiraError, MetricsUnavailable
from esteira.log import logger
from esteira.use_cases.breaker import Breaker
from esteira.use_cases.ports.metrics import Announcer


@dataclass(frozen=True, kw_only=True)
class Station:
    """Who announces; while nobody can be reached it is not even tried."""

    announcer: Announcer
    breaker: Breaker = field(default_factory=lambda: Breaker(MetricsUnavailable))


def announce(station: Station, topic: Topic, counted: Mapping[str, int]) -> bool:
    """Whether it was said. Never raises what the glossary has a word for: a change not told is seen a minute later."""
    if station.breaker.is_open:
        return False
    try:
        with station.breaker.guarding():
            station.announcer.announce(topic, counted)
    except EsteiraError as error:
        logger.warning("change not announced", action="announce", topic=topic, error=str(error))
        return False
    return True
