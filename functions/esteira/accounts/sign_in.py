"""Signs a person in: a session with its first refresh token, and an access token."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from pydantic import BaseModel

from esteira.accounts.access_tokens import AccessClaims, issue
from esteira.accounts.account import Account, EmailAddress, address_key
from esteira.accounts.deps import AccountDeps, Caller
from esteira.accounts.limits import (
    TRIES_FOR_ONE_ACCOUNT,
    TRIES_FROM_ONE_ADDRESS,
    TRIES_OF_STRANGERS,
    digest,
    take_try,
)
from esteira.accounts.manage_keys import key_that_signs
from esteira.accounts.passwords import GivenPassword
from esteira.accounts.session import Session, new_refresh_token, new_session
from esteira.accounts.signing_keys import ACCESS_TOKEN_LIFE
from esteira.core.errors import NotConfirmed, WrongCredentials


class SignIn(BaseModel, frozen=True, extra="forbid"):
    """Command: sign in."""

    email: EmailAddress
    password: GivenPassword


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What a client gets. Both tokens are secrets."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int = int(ACCESS_TOKEN_LIFE.total_seconds())


def sign_in(deps: AccountDeps, command: SignIn, caller: Caller) -> SignedIn:
    """Return the tokens of a new session.

    Raises `TooManyRequests` before a password is compared, `WrongCredentials` (also for unknown addresses and disabled
    accounts, after the same work), and `NotConfirmed` if only the code is missing.
    """
    address = digest(deps, "address", caller.network)
    account = deps.account_repository.by_address(address_key(command.email))
    tries = _count_try(deps, command, account, address)
    right = deps.hasher.matches(account.password_hash if account else None, command.password)
    if account is None or not right or account.disabled:
        raise WrongCredentials
    if not account.confirmed:
        raise NotConfirmed
    deps.try_limiter.forget(tries)
    _renew_hash(deps, account, command)
    return _begin(deps, new_session(account.id, deps.clock(), address=address, agent=caller.agent))


def tokens(deps: AccountDeps, session: Session, refresh_token: str) -> SignedIn:
    """Return what a client gets with the next refresh token of a session. Raises `AccountsUnavailable`."""
    kid, private_key = key_that_signs(deps)
    claims = AccessClaims(account_id=session.account_id, session_id=session.id)
    access_token = issue(claims, deps.clock(), kid=kid, private_key=private_key)
    return SignedIn(access_token=access_token, refresh_token=refresh_token)


def _count_try(deps: AccountDeps, command: SignIn, account: Account | None, address: str) -> str:
    # One address first: what it is refused must not count against everybody else.
    key = address_key(command.email)
    tries = take_try(deps, TRIES_FROM_ONE_ADDRESS, "sign-in", key, address)
    # Asked of an unknown account too: the time of the answer must not tell whether there is one.
    if not deps.session_repository.is_known_address(account.id if account else "", address):
        at_once = deps.sign_ins_per_second * TRIES_OF_STRANGERS // timedelta(seconds=1)
        take_try(deps, at_once, "strangers", within=TRIES_OF_STRANGERS)
        take_try(deps, TRIES_FOR_ONE_ACCOUNT, "sign-in", key)
    return tries


def _renew_hash(deps: AccountDeps, account: Account, command: SignIn) -> None:
    if deps.hasher.is_outdated(account.password_hash):
        password_hash = deps.hasher.hash(command.password)
        deps.account_repository.replace(replace(account, password_hash=password_hash, version=account.version + 1))


def _begin(deps: AccountDeps, session: Session) -> SignedIn:
    refresh_token, kept = new_refresh_token(session)
    # Signed before the session is stored: without a key there is none that nobody can use.
    signed_in = tokens(deps, session, refresh_token)
    deps.session_repository.begin(session, kept)
    return signed_in
