"""The ports of accounts. Every method of a store raises `AccountsUnavailable`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import SecretStr

from esteira.accounts.account import Account
from esteira.accounts.codes import KeptCode, Purpose
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.session import RefreshToken, Session
from esteira.accounts.signing_keys import SigningKey
from esteira.mail.mail_kind import MailKind


class AccountRepository(Protocol):
    """Accounts by id and by address."""

    def add(self, account: Account) -> bool:
        """Add an account. Returns False, and changes nothing, if its address is taken."""
        ...

    def replace(self, account: Account) -> bool:
        """Store the next version of an account. Returns False if it is not the version after the stored one."""
        ...

    def by_id(self, account_id: str) -> Account | None:
        """Return an account."""
        ...

    def by_address(self, email_key: str) -> Account | None:
        """Return the account with this address."""
        ...

    def page(self, after: str, limit: int) -> Sequence[Account]:
        """Return accounts by address, those after this one."""
        ...

    def admins(self) -> int:
        """Return how many accounts are admins that may sign in."""
        ...


class SessionRepository(Protocol):
    """Sessions and their refresh tokens."""

    def begin(self, session: Session, token: RefreshToken) -> None:
        """Store a session with its first token."""
        ...

    def session(self, session_id: str) -> Session | None:
        """Return a session, also one that ended; ended ones are kept until they would have expired."""
        ...

    def use(self, digest: str, now: datetime) -> RefreshToken | None:
        """Mark a token as used if it was not, and return it as it was before. Of many at once one finds it unused."""
        ...

    def add_token(self, token: RefreshToken) -> None:
        """Store the next token of a session."""
        ...

    def end(self, session_id: str, now: datetime) -> None:
        """End a session: none of its tokens counts from now on."""
        ...

    def end_all(self, account_id: str, now: datetime, *, but: str = "") -> int:
        """End all sessions of an account but one. Returns how many."""
        ...

    def live(self, account_id: str, now: datetime) -> Sequence[Session]:
        """Return the sessions of an account that have not ended, the newest first."""
        ...

    def is_known_address(self, account_id: str, address: str) -> bool:
        """Whether the account has a session, ended or not, that came from this address."""
        ...


class CodeRepository(Protocol):
    """Mailed codes, the newest for each account and purpose."""

    def put(self, code: KeptCode) -> None:
        """Keep a code in the place of an older one."""
        ...

    def try_code(self, account_id: str, purpose: Purpose, digest: str, now: datetime) -> bool:
        """Return whether it is the code, which is then used up. Each call is one of `MAX_TRIES`."""
        ...


class TryLimiter(Protocol):
    """How often something was tried lately, by key."""

    def take(self, key: str, limit: int, within: timedelta, now: datetime) -> float | None:
        """Count a try and return None; if there were `limit` lately, return the seconds until the next one counts."""
        ...

    def forget(self, key: str) -> None:
        """Count from nothing again."""
        ...


class KeyRepository(Protocol):
    """The keys that sign access tokens."""

    def all(self) -> Sequence[SigningKey]:
        """Return all keys."""
        ...

    def add(self, key: SigningKey) -> None:
        """Add a key."""
        ...

    def add_first(self, key: SigningKey) -> None:
        """Add a key unless there is one. Of many at once one is added."""
        ...

    def remove(self, kids: Sequence[str]) -> None:
        """Delete keys."""
        ...


class MachineTokenRepository(Protocol):
    """Tokens of machines, by name and by digest."""

    def add(self, token: MachineToken) -> bool:
        """Add a token. Returns False, and changes nothing, if the name is taken."""
        ...

    def put(self, token: MachineToken) -> None:
        """Add a token, or replace the one of this name."""
        ...

    def by_digest(self, digest: str) -> MachineToken | None:
        """Return the token with this digest, also an expired one."""
        ...

    def all(self) -> Sequence[MachineToken]:
        """Return all tokens, by name."""
        ...

    def remove(self, name: str) -> bool:
        """Delete a token. Returns whether it existed."""
        ...


class PasswordHasher(Protocol):
    """A slow hash of passwords. Every method raises `TooManyRequests` if too many are being hashed already."""

    def hash(self, password: SecretStr) -> str:
        """Return the encoded hash of a password."""
        ...

    def matches(self, encoded: str | None, password: SecretStr) -> bool:
        """Whether it is the password. Without a hash the answer is no, and takes as long."""
        ...

    def is_outdated(self, encoded: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        ...


class AccountMails(Protocol):
    """Mails to the owner of an account, and the address book that other mails are sent by."""

    def send(self, kind: MailKind, account: Account, facts: Mapping[str, str], event: str) -> None:
        """Hand a mail over; one for each event. Raises `TargetUnavailable`."""
        ...

    def keep_recipient(self, account: Account) -> None:
        """Keep name, address, language and time zone for the mails of others; a disabled account gets none.

        Raises `TargetUnavailable`.
        """
        ...

    def wants_lookup_mails(self, account: Account) -> bool:
        """Whether the owner gets mails about look-ups and the digest. Raises `TargetUnavailable`."""
        ...

    def want_lookup_mails(self, account: Account, *, wanted: bool) -> None:
        """Keep whether the owner gets them. Raises `TargetUnavailable`."""
        ...
