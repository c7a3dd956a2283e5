"""The target database, which both lanes share. Apart from the rest, for a child that needs nothing else."""

from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.settings import TargetSettings


def target_database(settings: TargetSettings) -> Database:
    """Where both lanes end."""
    return Database(settings.target_dsn, unavailable=TargetUnavailable)
