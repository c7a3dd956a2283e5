"""What the pages of sources ask and do."""

from collections.abc import Mapping
from dataclasses import dataclass

from esteira.core.errors import NotFound
from esteira.orders.hand_over_again import HandoverDeps
from esteira.producer.deps import PublishDeps
from esteira.producer.ports import HorizonReader, OrderTable


@dataclass(frozen=True, kw_only=True)
class SourcesDeps:
    """By the names of the sources: what publishes them, their tables, and who holds them up; the sender of ranges."""

    publish_deps: Mapping[str, PublishDeps]
    tables: Mapping[str, OrderTable]
    horizons: Mapping[str, HorizonReader]
    handover_deps: HandoverDeps

    def known(self, source: str) -> str:
        """Return the name. Raises `NotFound`, which names the known ones."""
        if source not in self.publish_deps:
            raise NotFound(f"(source; known are: {', '.join(self.publish_deps)})")
        return source
