"""Builds the dependencies of accounts from the settings."""

from functools import cached_property, partial
from typing import Any

from pymongo.database import Database

from esteira.accounts.argon2_hasher import Argon2Hasher
from esteira.accounts.authenticate import Authenticator
from esteira.accounts.deps import AccountDeps
from esteira.accounts.manage_machine_tokens import MachineTokenDeps
from esteira.accounts.mongo.accounts import MongoAccountRepository
from esteira.accounts.mongo.secrets import MongoCodeRepository, MongoKeyRepository, MongoMachineTokenRepository
from esteira.accounts.mongo.sessions import MongoSessionRepository
from esteira.accounts.mongo.tries import MongoTryLimiter
from esteira.accounts.outbox_mails import OutboxMails
from esteira.audit.record_entry import AuditDeps, record_entry
from esteira.audit.wiring import audit_deps
from esteira.core.auditing.audited import Audited
from esteira.core.clock import utc_now
from esteira.core.mongo import mongo_database
from esteira.core.principal import Principal
from esteira.core.settings import AccountSettings, AuthenticationSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.mail.wiring import OutboxWiring


class Authentication(Wiring):
    """What every HTTP function needs: who presents a token, and where their actions are recorded.

    Connects at the first use.
    """

    def __init__(self, settings: AuthenticationSettings) -> None:
        super().__init__()
        self._mongo_url = settings.mongo_url

    @cached_property
    def database(self) -> Database[Any]:
        """The database of the accounts. Raises `BadSettings`."""
        database = mongo_database(self._mongo_url)
        self.opened(database.client)
        return database

    @cached_property
    def authenticator(self) -> Authenticator:
        """For the routes."""
        return Authenticator(
            account_repository=MongoAccountRepository(self.database),
            session_repository=MongoSessionRepository(self.database),
            key_repository=MongoKeyRepository(self.database),
            machine_token_repository=MongoMachineTokenRepository(self.database),
            clock=utc_now,
        )

    @cached_property
    def machine_token_deps(self) -> MachineTokenDeps:
        """For `manage_machine_tokens`."""
        return MachineTokenDeps(
            machine_token_repository=MongoMachineTokenRepository(self.database),
            clock=utc_now,
        )

    @cached_property
    def audit_deps(self) -> AuditDeps:
        """For the audit log, which is in the same database."""
        return audit_deps(self.database)


class Accounts(Authentication):
    """The dependencies of the accounts' function and of its commands."""

    def __init__(self, settings: AccountSettings) -> None:
        super().__init__(settings)
        self._settings = settings
        self.outbox_wiring = self.opened(OutboxWiring(settings))

    @cached_property
    def account_deps(self) -> AccountDeps:
        """For the use cases of accounts. Raises `BadSettings`."""
        outbox = self.outbox_wiring
        return AccountDeps(
            account_repository=MongoAccountRepository(self.database),
            session_repository=MongoSessionRepository(self.database),
            code_repository=MongoCodeRepository(self.database),
            try_limiter=MongoTryLimiter(self.database),
            key_repository=MongoKeyRepository(self.database),
            hasher=Argon2Hasher(),
            mails=OutboxMails(outbox.outbox, outbox.recipient_book, outbox.sealer, utc_now),
            record=partial(record_entry, self.audit_deps),
            sealer=outbox.sealer,
            code_key=self._settings.secrets_key,
            sign_ins_per_second=self._settings.sign_ins_per_second,
            clock=utc_now,
        )


@Wired
def authentication() -> Authentication:
    """Return what this process knows of tokens. Raises `BadSettings`."""
    return Authentication(read(AuthenticationSettings))


def authenticate(token: str) -> Principal:
    """Return who presents this token. Raises `Unauthorized`, `AccountsUnavailable` and `BadSettings`."""
    return authentication().authenticator(token)


def record(audited: Audited) -> None:
    """Keep what a principal did. Never raises: only a principal that was found acts, so the settings were read."""
    record_entry(authentication().audit_deps, audited)


@Wired
def accounts() -> Accounts:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Accounts(read(AccountSettings))
