"""In-memory twins of the stores of accounts, a hasher that is fast, and mails that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import SecretStr

from esteira.accounts.account import Account
from esteira.accounts.codes import MAX_TRIES, KeptCode, Purpose
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.session import RefreshToken, Session
from esteira.accounts.signing_keys import SigningKey
from esteira.core.principal import Role
from esteira.mail.mail_kind import MailKind


class MemoryAccountRepository:
    """The port `AccountRepository`."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}

    def add(self, account: Account) -> bool:
        """See `AccountRepository.add`."""
        if self.by_address(account.email_key) is not None:
            return False
        self._accounts[account.id] = account
        return True

    def replace(self, account: Account) -> bool:
        """See `AccountRepository.replace`."""
        old = self._accounts.get(account.id)
        if old is None or old.version != account.version - 1:
            return False
        self._accounts[account.id] = account
        return True

    def by_id(self, account_id: str) -> Account | None:
        """See `AccountRepository.by_id`."""
        return self._accounts.get(account_id)

    def by_address(self, email_key: str) -> Account | None:
        """See `AccountRepository.by_address`."""
        return next((account for account in self._accounts.values() if account.email_key == email_key), None)

    def page(self, after: str, limit: int) -> Sequence[Account]:
        """See `AccountRepository.page`."""
        accounts = sorted(self._accounts.values(), key=lambda account: account.email_key)
        return [account for account in accounts if account.email_key > after][:limit]

    def admins(self) -> int:
        """See `AccountRepository.admins`."""
        return sum(account.role is Role.ADMIN and account.may_sign_in for account in self._accounts.values())


class MemorySessionRepository:
    """The port `SessionRepository`."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._tokens: dict[str, RefreshToken] = {}

    def begin(self, session: Session, token: RefreshToken) -> None:
        """See `SessionRepository.begin`."""
        self._sessions[session.id] = session
        self.add_token(token)

    def session(self, session_id: str) -> Session | None:
        """See `SessionRepository.session`."""
        return self._sessions.get(session_id)

    def use(self, digest: str, now: datetime) -> RefreshToken | None:
        """See `SessionRepository.use`."""
        token = self._tokens.get(digest)
        if token is not None and token.used_at is None and now < token.expires_at:
            self._tokens[digest] = replace(token, used_at=now)
        return token

    def add_token(self, token: RefreshToken) -> None:
        """See `SessionRepository.add_token`."""
        self._tokens[token.digest] = token

    def end(self, session_id: str, now: datetime) -> None:
        """See `SessionRepository.end`."""
        session = self._sessions.get(session_id)
        if session is not None and session.ended_at is None:
            self._sessions[session_id] = replace(session, ended_at=now)

    def end_all(self, account_id: str, now: datetime, *, but: str = "") -> int:
        """See `SessionRepository.end_all`."""
        ended = [
            session.id
            for session in self._sessions.values()
            if session.account_id == account_id and session.id != but and session.ended_at is None
        ]
        for session_id in ended:
            self.end(session_id, now)
        return len(ended)

    def live(self, account_id: str, now: datetime) -> Sequence[Session]:
        """See `SessionRepository.live`."""
        own = [session for session in self._sessions.values() if session.account_id == account_id]
        live = [session for session in own if session.is_live(now)]
        return sorted(live, key=lambda session: session.created_at, reverse=True)

    def is_known_address(self, account_id: str, address: str) -> bool:
        """See `SessionRepository.is_known_address`."""
        return any(
            (session.account_id, session.address) == (account_id, address) for session in self._sessions.values()
        )


class MemoryCodeRepository:
    """The port `CodeRepository`."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, Purpose], KeptCode] = {}
        self._tries: dict[tuple[str, Purpose], int] = {}

    def put(self, code: KeptCode) -> None:
        """See `CodeRepository.put`."""
        self._codes[code.account_id, code.purpose] = code
        self._tries[code.account_id, code.purpose] = 0

    def try_code(self, account_id: str, purpose: Purpose, digest: str, now: datetime) -> bool:
        """See `CodeRepository.try_code`."""
        key = (account_id, purpose)
        code = self._codes.get(key)
        if code is None or code.expires_at <= now or self._tries[key] >= MAX_TRIES:
            return False
        self._tries[key] += 1
        if code.digest != digest:
            return False
        del self._codes[key]
        return True


class MemoryTryLimiter:
    """The port `TryLimiter`."""

    def __init__(self) -> None:
        self._tries: dict[str, list[datetime]] = {}

    def take(self, key: str, limit: int, within: timedelta, now: datetime) -> float | None:
        """See `TryLimiter.take`."""
        tries = self._tries.setdefault(key, [])
        if len(tries) >= limit and tries[limit - 1] > now - within:
            return (tries[limit - 1] + within - now).total_seconds()
        self._tries[key] = [now, *tries][:limit]
        return None

    def forget(self, key: str) -> None:
        """See `TryLimiter.forget`."""
        self._tries.pop(key, None)


class MemoryKeyRepository:
    """The port `KeyRepository`."""

    def __init__(self) -> None:
        self._keys: dict[str, SigningKey] = {}

    def all(self) -> Sequence[SigningKey]:
        """See `KeyRepository.all`."""
        return list(self._keys.values())

    def add(self, key: SigningKey) -> None:
        """See `KeyRepository.add`."""
        self._keys[key.kid] = key

    def add_first(self, key: SigningKey) -> None:
        """See `KeyRepository.add_first`."""
        if not self._keys:
            self.add(key)

    def remove(self, kids: Sequence[str]) -> None:
        """See `KeyRepository.remove`."""
        for kid in kids:
            self._keys.pop(kid, None)


class MemoryMachineTokenRepository:
    """The port `MachineTokenRepository`."""

    def __init__(self) -> None:
        self._tokens: dict[str, MachineToken] = {}

    def add(self, token: MachineToken) -> bool:
        """See `MachineTokenRepository.add`."""
        if token.name in self._tokens:
            return False
        self._tokens[token.name] = token
        return True

    def put(self, token: MachineToken) -> None:
        """See `MachineTokenRepository.put`."""
        self._tokens[token.name] = token

    def by_digest(self, digest: str) -> MachineToken | None:
        """See `MachineTokenRepository.by_digest`."""
        return next((token for token in self._tokens.values() if token.digest == digest), None)

    def all(self) -> Sequence[MachineToken]:
        """See `MachineTokenRepository.all`."""
        return [self._tokens[name] for name in sorted(self._tokens)]

    def remove(self, name: str) -> bool:
        """See `MachineTokenRepository.remove`."""
        return self._tokens.pop(name, None) is not None


class MemoryHasher:
    """The port `PasswordHasher`, without its slowness. `hashed` counts what a real one would have had to do."""

    def __init__(self) -> None:
        self.hashed = 0

    def hash(self, password: SecretStr) -> str:
        """See `PasswordHasher.hash`."""
        self.hashed += 1
        return f"hash of {password.get_secret_value()}"

    def matches(self, encoded: str | None, password: SecretStr) -> bool:
        """See `PasswordHasher.matches`."""
        return self.hash(password).removeprefix("old ") == (encoded or "").removeprefix("old ")

    def is_outdated(self, encoded: str) -> bool:
        """See `PasswordHasher.is_outdated`: a hash that begins with `old`."""
        return encoded.startswith("old ")


@dataclass(frozen=True, kw_only=True)
class SentMail:
    """A mail that was handed over."""

    kind: MailKind
    to: str
    facts: Mapping[str, str]


@dataclass
class MemoryAccountMails:
    """The port `AccountMails`. `sent` has the mails in their order, `recipients` the address book by account id."""

    sent: list[SentMail] = field(default_factory=list)
    recipients: dict[str, Account] = field(default_factory=dict)
    _events: set[str] = field(default_factory=set)

    def send(self, kind: MailKind, account: Account, facts: Mapping[str, str], event: str) -> None:
        """See `AccountMails.send`."""
        if event not in self._events:
            self._events.add(event)
            self.sent.append(SentMail(kind=kind, to=account.email, facts=facts))

    def keep_recipient(self, account: Account) -> None:
        """See `AccountMails.keep_recipient`."""
        self.recipients[account.id] = account


@dataclass
class MemoryAuditLog:
    """The port `AuditLog`. `events` has their names in their order."""

    events: list[str] = field(default_factory=list)

    def record(self, event: str, account_id: str, by: str, now: datetime, details: Mapping[str, str]) -> None:  # noqa: ARG002 - the port's
        """See `AuditLog.record`."""
        self.events.append(event)
