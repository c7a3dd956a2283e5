"""Sessions and refresh tokens in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from esteira.accounts.session import RefreshToken, Session


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
