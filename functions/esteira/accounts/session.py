"""Sessions and their refresh tokens: each token is used once and exchanged for the next one of its session.

issued ──used──> used ──used again within the grace──> Retry: the other request has the next token
                   └───used again later──────────────> Reused: the session ends, since the token was copied
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

SESSION_LIFE = timedelta(days=30)
"""From sign-in on, however often the token is refreshed."""

GRACE = timedelta(seconds=5)
"""Two tabs with one cookie may refresh at once. Whoever comes second within the grace is told to try again."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """One sign-in of one account. `address`: a digest of where it came from; `agent`: what the browser calls itself."""

    id: str
    account_id: str
    created_at: datetime
    expires_at: datetime
    address: str = ""
    agent: str = ""
    ended_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether its tokens count."""
        return self.ended_at is None and now < self.expires_at


@dataclass(frozen=True, kw_only=True)
class RefreshToken:
    """A refresh token as it is kept: by its digest. `used_at` is None until it is exchanged."""

    digest: str = field(repr=False)
    session_id: str
    expires_at: datetime
    used_at: datetime | None = None


class Refresh(StrEnum):
    """What becomes of a request to refresh."""

    EXCHANGED = "exchanged"
    RETRY = "retry"
    REUSED = "reused"
    REFUSED = "refused"


def decide(token: RefreshToken | None, session: Session | None, now: datetime) -> Refresh:
    """Return what becomes of a token that could not be exchanged, or was: `used_at` is what it was before."""
    if token is None or session is None or not session.is_live(now) or token.expires_at <= now:
        return Refresh.REFUSED
    if token.used_at is None:
        return Refresh.EXCHANGED
    return Refresh.RETRY if now - token.used_at <= GRACE else Refresh.REUSED


def new_session(account_id: str, now: datetime, *, address: str, agent: str) -> Session:
    """Return a session that begins now."""
    return Session(
        id=secrets.token_hex(16),
        account_id=account_id,
        created_at=now,
        expires_at=now + SESSION_LIFE,
        address=address,
        agent=agent[:200],
    )


def new_refresh_token(session: Session) -> tuple[str, RefreshToken]:
    """Return a token of 256 random bits, and what to keep of it."""
    token = secrets.token_urlsafe(32)
    return token, RefreshToken(digest=token_digest(token), session_id=session.id, expires_at=session.expires_at)


def token_digest(token: str) -> str:
    """Return the digest by which a token of 256 random bits is kept: no slow hash is needed for these."""
    return hashlib.sha256(token.encode()).hexdigest()
