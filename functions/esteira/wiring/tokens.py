"""The composition root of the tokens' door."""

from datetime import timedelta
from functools import cache, cached_property

from esteira.adapters.fernet.sealer import FernetSealer
from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.token_vault import PostgresTokenVault
from esteira.clock import utc_now
from esteira.errors import TargetUnavailable
from esteira.settings import TokenSettings, read
from esteira.use_cases.keep_token import Safe


class Tokens:
    """What the tokens' door needs. Nothing is connected before it is used."""

    def __init__(self, settings: TokenSettings) -> None:
        self._settings = settings

    @cached_property
    def safe(self) -> Safe:
        """Where the tokens are. Raises `BadSettings` for a key that is none."""
        return Safe(
            vault=PostgresTokenVault(self._database),
            sealer=FernetSealer(self._settings.secrets_key),
            default_margin=timedelta(seconds=self._settings.token_margin_seconds),
            clock=utc_now,
        )

    def close(self) -> None:
        """Gives back all database connections."""
        self._database.close()

    @cached_property
    def _database(self) -> Database:
        return Database(self._settings.target_dsn, unavailable=TargetUnavailable)


@cache
def tokens() -> Tokens:
    """The tokens of this process. Raises `BadSettings`."""
    return Tokens(read(TokenSettings))
