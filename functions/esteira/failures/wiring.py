"""Builds the dependencies of failures from the settings."""

from functools import cached_property

from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.settings import FailureSettings, TargetSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.failures.postgres.failure_store import PostgresFailureStore
from esteira.failures.settle_failure import SettleDeps


class Failures(Wiring):
    """The dependencies of the failures' function and command. Connections open at their first use."""

    def __init__(self, settings: TargetSettings) -> None:
        super().__init__()
        self._target_dsn = settings.target_dsn

    @cached_property
    def store(self) -> PostgresFailureStore:
        """The failures."""
        return PostgresFailureStore(self.opened(Database(self._target_dsn, unavailable=TargetUnavailable)))

    @cached_property
    def settle_deps(self) -> SettleDeps:
        """For what people decide."""
        return SettleDeps(store=self.store, clock=utc_now)


@Wired
def failures() -> Failures:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Failures(read(FailureSettings))
