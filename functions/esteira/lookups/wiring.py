"""Builds the dependencies of company look-ups from the settings."""

from datetime import timedelta
from functools import cached_property

from esteira.core.postgres.database import Database
from esteira.core.redis import redis_client
from esteira.core.settings import LookupSettings
from esteira.core.wiring import Wiring
from esteira.lookups.ask_provider import AskDeps
from esteira.lookups.fetching.destination import target_of
from esteira.lookups.fetching.http_fetcher import HttpFetcher
from esteira.lookups.look_up_company import LookUpDeps
from esteira.lookups.page.page_reader import ChildPageReader
from esteira.lookups.postgres.company_cache import PostgresCompanyCache
from esteira.lookups.redis import RedisTurnLimiter


class Lookups(Wiring):
    """The dependencies of company look-ups. Connections open, and the parser of pages starts, at their first use."""

    def __init__(self, settings: LookupSettings, database: Database) -> None:
        super().__init__()
        self._settings = settings
        self._database = database

    @cached_property
    def look_up_deps(self) -> LookUpDeps:
        """For `look_up_company`. Raises `BadSettings` if the URL of Redis or the target cannot be parsed."""
        settings = self._settings
        return LookUpDeps(
            ask=self._ask_deps,
            company_cache=PostgresCompanyCache(self._database),
            providers=settings.lookup_providers,
            cache_age=timedelta(seconds=settings.lookup_cache_seconds),
            patience_seconds=settings.lookup_patience_seconds,
        )

    @cached_property
    def _ask_deps(self) -> AskDeps:
        settings = self._settings
        return AskDeps(
            fetcher=HttpFetcher(
                user_agent=settings.lookup_user_agent,
                loopback=frozenset(settings.lookup_loopback),
                own_network=frozenset(
                    target_of(one.base_url).place for one in settings.lookup_providers if one.own_network
                ),
            ),
            page_reader=self.opened(ChildPageReader()),
            turn_limiter=RedisTurnLimiter(self.opened(redis_client(settings.redis_url))),
        )
