"""Builds the dependencies of the integration tokens from the settings."""

from datetime import timedelta
from functools import cached_property

from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.sealing import FernetSealer
from esteira.core.settings import TokenSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.tokens.manage_tokens import TokenService
from esteira.tokens.postgres.token_repository import PostgresTokenRepository


class Tokens(Wiring):
    """The dependencies of the tokens' function. Connections open at their first use."""

    def __init__(self, settings: TokenSettings) -> None:
        super().__init__()
        self._settings = settings

    @cached_property
    def token_service(self) -> TokenService:
        """For `manage_tokens`. Raises `BadSettings` if a key is not a Fernet key."""
        return TokenService(
            token_repository=PostgresTokenRepository(self._database),
            sealer=FernetSealer(self._settings.secrets_key),
            default_margin=timedelta(seconds=self._settings.token_margin_seconds),
            clock=utc_now,
        )

    @cached_property
    def _database(self) -> Database:
        return self.opened(Database(self._settings.target_dsn, unavailable=TargetUnavailable))


@Wired
def tokens() -> Tokens:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Tokens(read(TokenSettings))
