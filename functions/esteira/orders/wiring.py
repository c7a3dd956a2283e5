"""Builds the dependencies of orders over those of reconciliation, for the function, the console and the commands."""

from collections.abc import Mapping
from functools import cached_property

from esteira.core.settings import OperatorSettings, read
from esteira.core.wiring import Wired
from esteira.orders.hand_over_again import HandoverDeps
from esteira.orders.postgres.order_facts import PostgresOrderFacts
from esteira.orders.postgres.order_search import PostgresOrderSearch
from esteira.orders.preview_handover import SurveyDeps
from esteira.orders.tell_story import StoryDeps
from esteira.producer.deps import PublishDeps
from esteira.producer.ports import HorizonReader, OrderTable
from esteira.producer.postgres.horizon import PostgresHorizonReader
from esteira.producer.postgres.order_table import PostgresOrderTable
from esteira.producer.postgres.rejects import PostgresRejects
from esteira.reconciliation.wiring import Operator


class Orders:
    """The dependencies of searching orders, of stories and of handing over again."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    @cached_property
    def search(self) -> PostgresOrderSearch:
        """For `search_orders`."""
        return PostgresOrderSearch(self._operator.stores.target)

    @cached_property
    def story_deps(self) -> StoryDeps:
        """For `tell_story`."""
        return StoryDeps(history_deps=self._operator.history_deps, facts=self._facts, tables=self.tables)

    @cached_property
    def survey_deps(self) -> SurveyDeps:
        """For `preview_handover`."""
        cursors = self._operator.cursor_locator
        return SurveyDeps(sources=cursors.sources, tables=self.tables, cursors=cursors, known_rows=self._facts)

    @cached_property
    def handover_deps(self) -> HandoverDeps:
        """For `hand_over_again`."""
        rejects = PostgresRejects(self._operator.stores.target)
        return HandoverDeps(survey=self.survey_deps, resender=self._operator.resender, rejects=rejects)

    @property
    def publish_deps(self) -> Mapping[str, PublishDeps]:
        """For `show_source` and `publish_source`, by source."""
        return self._operator.resender.publish_deps

    @cached_property
    def tables(self) -> Mapping[str, OrderTable]:
        """The tables of orders, by source."""
        return {name: PostgresOrderTable(name, database) for name, database in self._operator.stores.sources.items()}

    @cached_property
    def horizons(self) -> Mapping[str, HorizonReader]:
        """Who holds up the horizons, by source."""
        stores = self._operator.stores
        modes = {name: source.cursor_mode for name, source in stores.settings.sources.items()}
        return {name: PostgresHorizonReader(name, database, modes[name]) for name, database in stores.sources.items()}

    def close(self) -> None:
        """Close all connections."""
        self._operator.close()

    @cached_property
    def _facts(self) -> PostgresOrderFacts:
        return PostgresOrderFacts(self._operator.stores.target)


@Wired
def orders() -> Orders:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Orders(Operator(read(OperatorSettings)))
