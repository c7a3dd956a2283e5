"""Accounts, sessions and machine tokens as JSON, and the cookie of the refresh token."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import SecretStr
from typing_extensions import TypedDict

from esteira.accounts.account import Account, Language, principal_id
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.manage_account import Profile
from esteira.accounts.session import SESSION_LIFE, Session
from esteira.accounts.sign_in import SignedIn
from esteira.core.http.shapes import Timestamp
from esteira.core.principal import Role

COOKIE = "__Host-esteira_refresh"
"""The prefix makes browsers refuse it from other hosts, and without Secure or with another path than /."""


class AccountJson(TypedDict):
    """An account."""

    id: str
    email: str
    name: str
    language: Language
    time_zone: str
    role: Role
    confirmed: bool
    disabled: bool
    created_at: Timestamp


class ProfileJson(AccountJson):
    """The own account. `lookup_mails`: whether its owner gets mails about look-ups and the digest."""

    lookup_mails: bool


class UsersJson(TypedDict):
    """A page of accounts. `next` is the `after` of the next page."""

    users: list[AccountJson]
    next: str | None


class SessionJson(TypedDict):
    """A session of a person."""

    id: str
    agent: str
    created_at: Timestamp
    expires_at: Timestamp
    current: bool


class SessionsJson(TypedDict):
    """The sessions of a person."""

    sessions: list[SessionJson]


class MachineTokenJson(TypedDict):
    """What is known of a machine's token. Without `expires_at` it is valid until it is revoked."""

    name: str
    role: Role
    created_at: Timestamp
    created_by: str
    expires_at: Timestamp | None
    expired: bool


class MachineTokensJson(TypedDict):
    """The tokens of machines."""

    machine_tokens: list[MachineTokenJson]


class CreatedMachineTokenJson(MachineTokenJson):
    """A new token of a machine, with the token itself."""

    token: str


class SignedInJson(TypedDict):
    """The tokens of a person. `expires_in` is the life of the access token in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class CodeSentJson(TypedDict):
    """The same whether or not there is such an account."""

    status: str


def account_json(account: Account) -> AccountJson:
    """Return an account without its password."""
    return {
        "id": principal_id(account.id),
        "email": account.email,
        "name": account.name,
        "language": account.language,
        "time_zone": account.time_zone,
        "role": account.role,
        "confirmed": account.confirmed,
        "disabled": account.disabled,
        "created_at": account.created_at.isoformat(),
    }


def profile_json(profile: Profile) -> ProfileJson:
    """Return the own account, and whether its owner gets mails about look-ups and the digest."""
    return {**account_json(profile.account), "lookup_mails": profile.lookup_mails}


def users_json(accounts: Sequence[Account], limit: int) -> UsersJson:
    """Return a page of accounts, with the value of `after` for the next one."""
    following = accounts[-1].email_key if len(accounts) == limit else None
    return {"users": [account_json(account) for account in accounts], "next": following}


def session_json(session: Session, current: str | None) -> SessionJson:
    """Return a session, and whether it is the one of this request."""
    return {
        "id": session.id,
        "agent": session.agent,
        "created_at": session.created_at.isoformat(),
        "expires_at": session.expires_at.isoformat(),
        "current": session.id == current,
    }


def machine_token_json(token: MachineToken, now: datetime) -> MachineTokenJson:
    """Return what is known of a machine's token, which is not the token."""
    return {
        "name": token.name,
        "role": token.role,
        "created_at": token.created_at.isoformat(),
        "created_by": token.created_by,
        "expires_at": token.expires_at.isoformat() if token.expires_at else None,
        "expired": not token.is_live(now),
    }


def signed_in_json(signed_in: SignedIn) -> SignedInJson:
    """Return both tokens."""
    return {
        "access_token": signed_in.access_token,
        "refresh_token": signed_in.refresh_token,
        "token_type": "Bearer",
        "expires_in": signed_in.expires_in,
    }


def refresh_cookie(refresh_token: str, *, life_seconds: int = int(SESSION_LIFE.total_seconds())) -> str:
    """Return the header that keeps the refresh token from scripts and other sites. No life deletes the cookie."""
    return f"{COOKIE}={refresh_token}; Path=/; Max-Age={life_seconds}; HttpOnly; Secure; SameSite=Strict"


def cookie_token(header: str) -> SecretStr | None:
    """Return the refresh token in a Cookie header."""
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return next((SecretStr(value) for name, _, value in pairs if name == COOKIE and value), None)
