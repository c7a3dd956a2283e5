"""Publishes all sources at once. What stops one stops no other, and each tells how it ended."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from esteira.core.errors import EsteiraError
from esteira.core.log import logger
from esteira.producer.deps import PublishDeps
from esteira.producer.publish_source import PageObserver, Published, Remaining, publish_source


@dataclass(frozen=True, kw_only=True)
class NotPublished:
    """A source that could not be published, and why."""

    source: str
    error: EsteiraError


PublishResult = Published | NotPublished


def publish_all(
    all_publish_deps: Sequence[PublishDeps], *, remaining_seconds: Remaining, watch: PageObserver = lambda _: None
) -> list[PublishResult]:
    """The outcome of each source, in their order. Raises nothing that the glossary has a word for."""

    def publish(publish_deps: PublishDeps) -> PublishResult:
        try:
            return publish_source(publish_deps, remaining_seconds=remaining_seconds, watch=watch)
        except EsteiraError as error:
            logger.error("source not published", action="publish", source=publish_deps.source.name, error=str(error))
            return NotPublished(source=publish_deps.source.name, error=error)

    with ThreadPoolExecutor(max(1, len(all_publish_deps)), thread_name_prefix="publish") as publishers:
        return list(publishers.map(publish, all_publish_deps))


def all_published(outcomes: Sequence[PublishResult]) -> list[Published]:
    """What was published, if every source was. Raises the first error otherwise."""
    for outcome in outcomes:
        if isinstance(outcome, NotPublished):
            raise outcome.error
    return [outcome for outcome in outcomes if isinstance(outcome, Published)]
