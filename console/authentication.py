"""Who may come in: the operator's token, or a session that was opened with it."""

import hashlib
import hmac
from datetime import timedelta

from esteira.clock import Clock, utc_now
from pydantic import SecretStr

SESSION_LIFE = timedelta(hours=12)


class Guard:
    """A session is `<expiry>.<HMAC>`: nothing to store, good after a restart, void once the token changes."""

    def __init__(self, token: SecretStr, *, clock: Clock = utc_now) -> None:
        self._token = token.get_secret_value().encode()
        self._clock = clock

    def admits_token(self, given: str) -> bool:
        """Whether it is the operator's token. Takes as long whatever is given."""
        return hmac.compare_digest(given.encode(), self._token)

    def admits_header(self, authorization: str) -> bool:
        """Whether it is `Bearer <operator's token>`."""
        scheme, _, given = authorization.partition(" ")
        return scheme.lower() == "bearer" and self.admits_token(given.strip())

    def open_session(self) -> str:
        """A session that begins now."""
        expiry = str(int((self._clock() + SESSION_LIFE).timestamp()))
        return f"{expiry}.{self._seal(expiry)}"

    def admits_session(self, session: str) -> bool:
        """Whether the session was opened here and is not over."""
        expiry, _, seal = session.partition(".")
        genuine = hmac.compare_digest(seal.encode(), self._seal(expiry).encode())
        return genuine and self._clock().timestamp() < int(expiry)

    def _seal(self, expiry: str) -> str:
        return hmac.new(self._token, f"console-session|{expiry}".encode(), hashlib.sha256).hexdigest()
