"""What the pages of orders ask."""

from dataclasses import dataclass

from esteira.orders.ports import OrderSearch
from esteira.orders.tell_story import StoryDeps


@dataclass(frozen=True, kw_only=True)
class OrdersDeps:
    """The search, and what stories are told from. The sources are those of the stories' tables."""

    search: OrderSearch
    story_deps: StoryDeps

    @property
    def sources(self) -> list[str]:
        """The names of the configured sources."""
        return sorted(self.story_deps.tables)
