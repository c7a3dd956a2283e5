"""Publishes all sources at once. What stops one stops no other, and each tells how it ended (F3)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from esteira.core.errors import EsteiraError
from esteira.core.log import logger
from esteira.producer.deps import Belt
from esteira.producer.publish_source import Published, Remaining, Watcher, publish_source


@dataclass(frozen=True, kw_only=True)
class NotPublished:
    """A source that could not be published, and why."""

    source: str
    error: EsteiraError


Outcome = Published | NotPublished


def publish_all(
    belts: Sequence[Belt], *, remaining_seconds: Remaining, watch: Watcher = lambda _: None
) -> list[Outcome]:
    """The outcome of each source, in their order. Raises nothing that the glossary has a word for."""

    def publish(belt: Belt) -> Outcome:
        try:
            return publish_source(belt, remaining_seconds=remaining_seconds, watch=watch)
        except EsteiraError as error:
            logger.error("source not published", action="publish", source=belt.source.name, error=str(error))
            return NotPublished(source=belt.source.name, error=error)

    with ThreadPoolExecutor(max(1, len(belts)), thread_name_prefix="publish") as publishers:
        return list(publishers.map(publish, belts))


def all_published(outcomes: Sequence[Outcome]) -> list[Published]:
    """What was published, if every source was. Raises the first error otherwise."""
    for outcome in outcomes:
        if isinstance(outcome, NotPublished):
            raise outcome.error
    return [outcome for outcome in outcomes if isinstance(outcome, Published)]
