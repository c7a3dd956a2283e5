"""Accounts, sessions and machine tokens as JSON, and the cookie of the refresh token."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from esteira.accounts.account import Account, principal_id
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.manage_account import Profile
from esteira.accounts.session import SESSION_LIFE, Session
from esteira.accounts.sign_in import SignedIn

COOKIE = "__Host-esteira_refresh"
"""The prefix makes browsers refuse it from other hosts, and without Secure or with another path than /."""


def account_json(account: Account) -> dict[str, Any]:
    """Return an account without its password."""
    return {
        "id": principal_id(account.id),
        "email": account.email,
        "name": account.name,
        "language": account.language.value,
        "time_zone": account.time_zone,
        "role": account.role.value,
        "confirmed": account.confirmed,
        "disabled": account.disabled,
        "created_at": account.created_at.isoformat(),
    }


def profile_json(profile: Profile) -> dict[str, Any]:
    """Return the own account, and whether its owner gets mails about look-ups and the digest."""
    return {**account_json(profile.account), "lookup_mails": profile.lookup_mails}


def users_json(accounts: Sequence[Account], limit: int) -> dict[str, Any]:
    """Return a page of accounts, with the value of `after` for the next one."""
    following = accounts[-1].email_key if len(accounts) == limit else None
    return {"users": [account_json(account) for account in accounts], "next": following}


def session_json(session: Session, current: str | None) -> dict[str, Any]:
    """Return a session, and whether it is the one of this request."""
    return {
        "id": session.id,
        "agent": session.agent,
        "created_at": session.created_at.isoformat(),
        "expires_at": session.expires_at.isoformat(),
        "current": session.id == current,
    }


def machine_token_json(token: MachineToken, now: datetime) -> dict[str, Any]:
    """Return what is known of a machine's token, which is not the token."""
    return {
        "name": token.name,
        "role": token.role.value,
        "created_at": token.created_at.isoformat(),
        "created_by": token.created_by,
        "expires_at": token.expires_at.isoformat() if token.expires_at else None,
        "expired": not token.is_live(now),
    }


def signed_in_json(signed_in: SignedIn) -> dict[str, Any]:
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
