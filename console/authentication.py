"""Authentication of the operator: by the token, or by a session cookie that the token opened."""

import hashlib
import hmac
from datetime import timedelta

from esteira.core.clock import Clock, utc_now
from pydantic import SecretStr

SESSION_LIFE = timedelta(hours=12)


class OperatorAuthenticator:
    """Checks tokens and sessions.

    A session is `<expiry>.<HMAC>`: it is not stored, survives restarts, and ends when the token changes.
    """

    def __init__(self, token: SecretStr, *, clock: Clock = utc_now) -> None:
        self._token = token.get_secret_value().encode()
        self._clock = clock

    def is_valid_token(self, given: str) -> bool:
        """Whether it is the operator's token. Compares in constant time."""
        return hmac.compare_digest(given.encode(), self._token)

    def is_valid_header(self, authorization: str) -> bool:
        """Whether it is `Bearer <operator's token>`."""
        scheme, _, given = authorization.partition(" ")
        return scheme.lower() == "bearer" and self.is_valid_token(given.strip())

    def create_session(self) -> str:
        """Return a session that is valid for `SESSION_LIFE`."""
        expiry = str(int((self._clock() + SESSION_LIFE).timestamp()))
        return f"{expiry}.{self._signature(expiry)}"

    def is_valid_session(self, session: str) -> bool:
        """Whether the session was signed with this token and has not expired."""
        expiry, _, signature = session.partition(".")
        genuine = hmac.compare_digest(signature.encode(), self._signature(expiry).encode())
        return genuine and self._clock().timestamp() < int(expiry)

    def _signature(self, expiry: str) -> str:
        return hmac.new(self._token, f"console-session|{expiry}".encode(), hashlib.sha256).hexdigest()
