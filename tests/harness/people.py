"""People at the use cases of accounts, many at once: over real stores, with a clock that a test moves."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TypeVar

from esteira.accounts import wiring
from esteira.accounts.argon2_hasher import Argon2Hasher
from esteira.accounts.deps import AccountDeps, Caller
from esteira.accounts.refresh_session import refresh_session
from esteira.accounts.sign_in import SignedIn, SignIn, sign_in
from esteira.core.clock import utc_now
from esteira.core.errors import EsteiraError
from esteira.core.http.responses import error_response
from pydantic import SecretStr

from tests.fixtures.accounts import EMAIL, PASSWORD
from tests.fixtures.clock import HandClock
from tests.harness.accounts_api import HOME

T = TypeVar("T")
THREADS = 16


class CountingHasher(Argon2Hasher):
    """Argon2, and how many passwords were hashed or compared."""

    def __init__(self) -> None:
        super().__init__()
        self.hashed = 0
        self._lock = Lock()

    def hash(self, password: SecretStr) -> str:
        """See `PasswordHasher.hash`."""
        self._count()
        return super().hash(password)

    def matches(self, encoded: str | None, password: SecretStr) -> bool:
        """See `PasswordHasher.matches`."""
        self._count()
        return super().matches(encoded, password)

    def _count(self) -> None:
        with self._lock:
            self.hashed += 1


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one request: its status over HTTP, and the tokens or the seconds to wait."""

    status: int
    error: str = ""
    retry_after_seconds: int = 0
    signed_in: SignedIn | None = None


@dataclass(kw_only=True)
class People:
    """Whoever has an account at the function under test, which uses this clock and this hasher."""

    clock: HandClock = field(default_factory=lambda: HandClock(utc_now()))
    hasher: CountingHasher = field(default_factory=CountingHasher)

    def __post_init__(self) -> None:
        wired = wiring.accounts()
        wired.account_deps = replace(wired.account_deps, clock=self.clock, hasher=self.hasher)
        wiring.authentication().authenticator.clock = self.clock

    @property
    def deps(self) -> AccountDeps:
        """What the function uses."""
        return wiring.accounts().account_deps

    def sign_in(self, password: str = PASSWORD, *, email: str = EMAIL, address: str = HOME) -> Outcome:
        """Sign in from an address."""
        command = SignIn(email=email, password=SecretStr(password))
        return outcome(lambda: sign_in(self.deps, command, Caller(address=address)))

    def refresh(self, token: str) -> Outcome:
        """Exchange a refresh token."""
        return outcome(lambda: refresh_session(self.deps, SecretStr(token), Caller(address=HOME)))


def outcome(use: Callable[[], SignedIn]) -> Outcome:
    """Return what a client is answered."""
    try:
        return Outcome(status=200, signed_in=use())
    except EsteiraError as error:
        answer = error_response(error)
        retry_after = str(answer.headers.get("Retry-After", 0))
        return Outcome(status=answer.status_code, error=answer.body["error"], retry_after_seconds=int(retry_after))


def at_once(works: Sequence[Callable[[], T]]) -> list[T]:
    """Return the results of all of these, done by several threads."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda work: work(), works))
