"""Who may come in: the operator's token, or a session that was opened with it."""

import hashlib
import hmac
from datetime import timedelta

from esteira.clock import Clock, utc_now
from pydantic import SecretStr

SESSION_LIFE = timedelta(hours=12)


class OperatorAuthenticator:
    """A session is `<expiry>.<HMAC>`: nothing to store, good after a restart, void once the token changes."""

    def __init__(self, token: SecretStr, *, clock: Clock = utc_now) -> None:
        self._token = token.get_secret_value().encode()
        self._clock = clock

    def is_valid_token(self, given: str) -> bool:
        """Whether it is the operator's token. Takes as long whatever is given."""
        return hmac.compare_digest(given.encode(), self._token)

    def is_valid_header(self, authorization: str) -> bool:
        """Whether it is `Bearer <operator's token>`."""
        scheme, _, given = authorization.partition(" ")
        return scheme.lower() == "bearer" and self.is_valid_token(given.strip())

    def create_session(self) -> str:
        """A session that begins now."""
        expiry = str(int((self._clock() + SESSION_LIFE).timestamp()))
        return f"{expiry}.{self._signature(expiry)}"

    def is_valid_session(self, session: str) -> bool:
        """Whether the session was opened here and is not over."""
        expiry, _, signature = session.partition(".")
        genuine = hmac.compare_digest(signature.encode(), self._signature(expiry).encode())
        return genuine and self._clock().timestamp() < int(expiry)

    def _signature(self, expiry: str) -> str:
        return hmac.new(self._token, f"console-session|{expiry}".encode(), hashlib.sha256).hexdigest()
