"""What the session cookie holds, encrypted: who signed in, by which session or token, and until when.

It names what it rests on and holds neither password nor token, so that ending that ends the session too.
"""

from datetime import datetime, timedelta

from esteira.core.decoding import InvalidFields, validated
from esteira.core.errors import SealBroken, Unauthorized
from esteira.core.sealing import SecretSealer
from pydantic import AwareDatetime, BaseModel, SecretStr

SESSION_LIFE = timedelta(hours=12)
MAX_CHARACTERS = 2_000


class ConsoleSession(BaseModel, frozen=True, extra="forbid"):
    """A person's session of `accounts`, or the digest of a machine's token."""

    account_id: str = ""
    session_id: str = ""
    machine: str = ""
    until: AwareDatetime


def sealed(session: ConsoleSession, sealer: SecretSealer) -> str:
    """Return the text of the cookie."""
    return sealer.seal(SecretStr(session.model_dump_json())).decode()


def opened(cookie: str, sealer: SecretSealer, now: datetime) -> ConsoleSession:
    """Return the session of a cookie that we have made. Raises `Unauthorized`."""
    if not cookie.isascii() or len(cookie) > MAX_CHARACTERS:
        raise Unauthorized
    try:
        session = validated(sealer.open(cookie.encode()).get_secret_value(), ConsoleSession, strict=None)
    except (SealBroken, InvalidFields):
        raise Unauthorized from None
    if now >= session.until:
        raise Unauthorized
    return session
