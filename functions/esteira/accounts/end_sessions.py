"""Signs a person out: here, elsewhere, or everywhere."""

from collections.abc import Sequence

from esteira.accounts.account import own_account_id
from esteira.accounts.deps import AccountDeps
from esteira.accounts.session import Session
from esteira.core.errors import NotFound
from esteira.core.principal import Principal


def list_sessions(deps: AccountDeps, principal: Principal) -> Sequence[Session]:
    """Return a person's sessions that have not ended, the newest first."""
    return deps.session_repository.live(own_account_id(principal), deps.clock())


def end_current_session(deps: AccountDeps, principal: Principal) -> None:
    """End the session that this request belongs to. A machine has none: nothing happens."""
    if principal.session is not None:
        deps.session_repository.end(principal.session, deps.clock())


def end_session(deps: AccountDeps, principal: Principal, session_id: str) -> Session:
    """End one of a person's sessions, and return it as it was. Raises `NotFound`, also for one of somebody else."""
    session = next((each for each in list_sessions(deps, principal) if each.id == session_id), None)
    if session is None:
        raise NotFound("(session)")
    deps.session_repository.end(session.id, deps.clock())
    return session


def end_all_sessions(deps: AccountDeps, principal: Principal) -> int:
    """End all sessions of a person. Returns how many."""
    return deps.session_repository.end_all(own_account_id(principal), deps.clock())
