"""Builds the dependencies of the digests from the settings."""

from functools import cached_property

from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.sealing import FernetSealer
from esteira.core.settings import OutboxSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.lookups.digests.mail_digests import DigestDeps
from esteira.lookups.digests.postgres import PostgresDigestStore


class Digests(Wiring):
    """The dependencies of the digests. Connections open at their first use."""

    def __init__(self, settings: OutboxSettings) -> None:
        super().__init__()
        self._settings = settings

    @cached_property
    def digest_deps(self) -> DigestDeps:
        """For `mail_digests` and `show_digests`. Raises `BadSettings` if a key is not a Fernet key."""
        database = self.opened(Database(self._settings.target_dsn, unavailable=TargetUnavailable))
        sealer = FernetSealer(self._settings.secrets_key)
        return DigestDeps(store=PostgresDigestStore(database), sealer=sealer, clock=utc_now)


@Wired
def digests() -> Digests:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Digests(read(OutboxSettings))
