"""Exchanges a refresh token for the next one of its session, and ends the session if a copy of the token is used."""

from pydantic import BaseModel, Field, SecretStr

from esteira.accounts.account import Account
from esteira.accounts.deps import AccountDeps, Caller
from esteira.accounts.session import Refresh, Session, decide, new_refresh_token, token_digest
from esteira.accounts.sign_in import SignedIn, tokens
from esteira.core.auditing.audited import Audited
from esteira.core.errors import Retry, Unauthorized
from esteira.core.log import logger
from esteira.mail.mail_kind import MailKind


class RefreshSession(BaseModel, frozen=True, extra="forbid"):
    """Command: refresh. Without the field the cookie is used."""

    refresh_token: SecretStr | None = Field(default=None, max_length=200)


def refresh_session(deps: AccountDeps, refresh_token: SecretStr, caller: Caller) -> SignedIn:
    """Return new tokens for a token that was not used before.

    Raises `Retry` if another request used it within the grace, and `Unauthorized` otherwise; a token that is used again
    later ends its session.
    """
    now = deps.clock()
    token = deps.session_repository.use(token_digest(refresh_token.get_secret_value()), now)
    session = deps.session_repository.session(token.session_id) if token else None
    fate = decide(token, session, now)
    if session is None or fate is Refresh.REFUSED:
        raise Unauthorized
    if fate is Refresh.RETRY:
        raise Retry
    if fate is Refresh.REUSED:
        _end_copied(deps, session, caller)
        raise Unauthorized
    return _next(deps, session)


def _next(deps: AccountDeps, session: Session) -> SignedIn:
    account = deps.account_repository.by_id(session.account_id)
    if account is None or not account.may_sign_in:
        raise Unauthorized
    refresh_token, kept = new_refresh_token(session)
    deps.session_repository.add_token(kept)
    return tokens(deps, session, refresh_token)


def _end_copied(deps: AccountDeps, session: Session, caller: Caller) -> None:
    deps.session_repository.end(session.id, deps.clock())
    logger.warning("a refresh token was used twice, its session has ended", action="refresh_session")
    account = deps.account_repository.by_id(session.account_id)
    if account is not None:
        deps.record(_copied(account, session, caller))
        _tell(deps, account, session)


def _copied(account: Account, session: Session, caller: Caller) -> Audited:
    return Audited(
        principal=account.principal(session.id),
        action="session.ended",
        subject=session.id,
        after={"reason": "a copy of its refresh token was used"},
        address=caller.address,
    )


def _tell(deps: AccountDeps, account: Account, session: Session) -> None:
    deps.mails.send(MailKind.SESSION_ENDED, account, {"agent": session.agent}, f"reused:{session.id}")
