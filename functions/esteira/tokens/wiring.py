"""The composition root of the tokens' door."""

from datetime import timedelta
from functools import cache, cached_property

from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.settings import TokenSettings, read
from esteira.tokens.fernet import FernetSealer
from esteira.tokens.manage_tokens import TokenService
from esteira.tokens.postgres.token_repository import PostgresTokenRepository


class Tokens:
    """What the tokens' door needs. Nothing is connected before it is used."""

    def __init__(self, settings: TokenSettings) -> None:
        self._settings = settings

    @cached_property
    def token_service(self) -> TokenService:
        """Where the tokens are. Raises `BadSettings` for a key that is none."""
        return TokenService(
            token_repository=PostgresTokenRepository(self._database),
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
