"""Argon2id with OWASP's least parameters (19 MiB, two passes, one lane), a few hashes at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import SecretStr

from esteira.core.errors import TooManyRequests

AT_ONCE = 2
"""Hashes at one time in a process: 19 MiB and a processor each."""
WAIT_SECONDS = 5.0
RETRY_AFTER_SECONDS = 5


class Argon2Hasher:
    """The port `PasswordHasher`. May be used by several threads; memory is bounded by `AT_ONCE`."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._turns = BoundedSemaphore(AT_ONCE)
        # Compared when there is no account, so that an unknown address takes as long as a wrong password.
        self._nobodys = self._argon2.hash("no account has this password")

    def hash(self, password: SecretStr) -> str:
        """See `PasswordHasher.hash`."""
        with self._turn():
            return self._argon2.hash(password.get_secret_value())

    def matches(self, encoded: str | None, password: SecretStr) -> bool:
        """See `PasswordHasher.matches`."""
        with self._turn():
            try:
                same = self._argon2.verify(encoded or self._nobodys, password.get_secret_value())
            except (VerificationError, InvalidHashError):
                return False
        return same and encoded is not None

    def is_outdated(self, encoded: str) -> bool:
        """See `PasswordHasher.is_outdated`."""
        return self._argon2.check_needs_rehash(encoded)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=WAIT_SECONDS):
            raise TooManyRequests(retry_after_seconds=RETRY_AFTER_SECONDS)
        try:
            yield
        finally:
            self._turns.release()
