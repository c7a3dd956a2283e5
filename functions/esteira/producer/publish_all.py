"""Publishes all sources in parallel. The failure of one source does not stop the others."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from esteira.core.errors import EsteiraError
from esteira.core.log import logger
from esteira.producer.deps import PublishDeps
from esteira.producer.publish_source import PageObserver, Published, Remaining, publish_source


@dataclass(frozen=True, kw_only=True)
class NotPublished:
    """A source whose publish failed, and the error."""

    source: str
    error: EsteiraError


PublishResult = Published | NotPublished


def publish_all(
    all_publish_deps: Sequence[PublishDeps], *, remaining_seconds: Remaining, on_page: PageObserver = lambda _: None
) -> list[PublishResult]:
    """Publish every source in its own thread and return the results in the same order. Raises no `EsteiraError`."""

    def publish(publish_deps: PublishDeps) -> PublishResult:
        try:
            return publish_source(publish_deps, remaining_seconds=remaining_seconds, on_page=on_page)
        except EsteiraError as error:
            logger.error("source not published", action="publish", source=publish_deps.source.name, error=str(error))
            return NotPublished(source=publish_deps.source.name, error=error)

    with ThreadPoolExecutor(max(1, len(all_publish_deps)), thread_name_prefix="publish") as publishers:
        return list(publishers.map(publish, all_publish_deps))


def all_published(results: Sequence[PublishResult]) -> list[Published]:
    """Return the results if every source was published. Raises the first error otherwise."""
    for result in results:
        if isinstance(result, NotPublished):
            raise result.error
    return [result for result in results if isinstance(result, Published)]
