"""The target database, which all lanes share. In a module of its own, which child processes import alone."""

from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.settings import TargetSettings


def target_database(settings: TargetSettings) -> Database:
    """Return the target database of all lanes."""
    return Database(settings.target_dsn, unavailable=TargetUnavailable)
