"""From a bearer token to who presents it: a machine by its token, a person by an access token and a live session.

What was found out is kept for ten seconds, so a revoked token, an ended session or another role counts that long. While
MongoDB does not answer, it is kept for ten minutes: a role of before is better than no answer to anybody.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from esteira.accounts.access_tokens import AccessClaims, key_id, verify
from esteira.accounts.machine_token import is_access_token, is_worth_looking_up
from esteira.accounts.ports import AccountRepository, KeyRepository, MachineTokenRepository, SessionRepository
from esteira.accounts.session import token_digest
from esteira.accounts.signing_keys import KEYS_CACHED, SigningKey, verifying_keys
from esteira.core.clock import Clock
from esteira.core.errors import AccountsUnavailable, Unauthorized
from esteira.core.principal import Principal

FRESH = timedelta(seconds=10)
STALE = timedelta(minutes=10)
MAX_KEPT = 1_000


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found out about a token at a time; `principal` is None for one that nobody has."""

    principal: Principal | None
    at: datetime


@dataclass(kw_only=True)
class Authenticator:
    """Knows who presents a token. One for each process; may be used by several threads."""

    account_repository: AccountRepository
    session_repository: SessionRepository
    key_repository: KeyRepository
    machine_token_repository: MachineTokenRepository
    clock: Clock
    _found: "OrderedDict[str, Found]" = field(default_factory=OrderedDict)
    _keys: tuple[SigningKey, ...] = ()
    _keys_read_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, token: str) -> Principal:
        """Return who presents this token. Raises `Unauthorized`, and `AccountsUnavailable` for what is not known."""
        if is_access_token(token):
            return self.person(self._claims(token))
        if not is_worth_looking_up(token):
            raise Unauthorized
        return self.machine(token_digest(token))

    def person(self, claims: AccessClaims) -> Principal:
        """Return whose session it is. Raises as a call does."""
        return self._known(f"{claims.account_id}/{claims.session_id}", lambda: self._person(claims))

    def machine(self, digest: str) -> Principal:
        """Return whose token has this digest. Raises as a call does."""
        return self._known(digest, lambda: self._machine(digest))

    def _known(self, key: str, look: Callable[[], Principal | None]) -> Principal:
        now = self.clock()
        with self._lock:
            found = self._found.get(key)
        if found is None or now - found.at > FRESH:
            found = self._looked(key, found, look, now)
        if found.principal is None:
            raise Unauthorized
        return found.principal

    def _looked(self, key: str, before: Found | None, look: Callable[[], Principal | None], now: datetime) -> Found:
        try:
            found = Found(principal=look(), at=now)
        except AccountsUnavailable:
            if before is None or now - before.at > STALE:
                raise
            return before
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > MAX_KEPT:
                self._found.popitem(last=False)
        return found

    def _machine(self, digest: str) -> Principal | None:
        token = self.machine_token_repository.by_digest(digest)
        return token.principal if token is not None and token.is_live(self.clock()) else None

    def _person(self, claims: AccessClaims) -> Principal | None:
        session = self.session_repository.session(claims.session_id)
        if session is None or session.account_id != claims.account_id or not session.is_live(self.clock()):
            return None
        account = self.account_repository.by_id(claims.account_id)
        return account.principal(session.id) if account is not None and account.may_sign_in else None

    def _claims(self, token: str) -> AccessClaims:
        now = self.clock()
        # Before the keys are read: what cannot be ours costs no query.
        key_id(token)
        return verify(token, verifying_keys(self._read_keys(now), now), now)

    def _read_keys(self, now: datetime) -> tuple[SigningKey, ...]:
        if self._keys_read_at is None or now - self._keys_read_at > KEYS_CACHED or not self._keys:
            try:
                self._keys, self._keys_read_at = tuple(self.key_repository.all()), now
            except AccountsUnavailable:
                if self._keys_read_at is None or now - self._keys_read_at > STALE:
                    raise
        return self._keys
