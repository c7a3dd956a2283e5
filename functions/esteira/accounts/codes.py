"""Codes of eight digits that are mailed to prove that an address is somebody's own.

What is kept is an HMAC with a key that is not in the database, since eight digits would be found from a plain hash.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import SecretStr, StringConstraints

from esteira.core.names import EIGHT_DIGITS

CODE_LIFE = timedelta(minutes=15)
MAX_TRIES = 5

Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=EIGHT_DIGITS)]


class Purpose(StrEnum):
    """What a code is for."""

    CONFIRM = "confirm"
    RESET = "reset"


@dataclass(frozen=True, kw_only=True)
class KeptCode:
    """A code as it is kept: one for each account and purpose."""

    account_id: str
    purpose: Purpose
    digest: str = field(repr=False)
    expires_at: datetime


def new_code() -> str:
    """Return a random code."""
    return f"{secrets.randbelow(10**8):08d}"


def keep(key: SecretStr, code: str, *, account_id: str, purpose: Purpose, now: datetime) -> KeptCode:
    """Return what to keep of a code."""
    digest = code_digest(key, code, account_id=account_id, purpose=purpose)
    return KeptCode(account_id=account_id, purpose=purpose, digest=digest, expires_at=now + CODE_LIFE)


def code_digest(key: SecretStr, code: str, *, account_id: str, purpose: Purpose) -> str:
    """Return the HMAC of a code for this account and purpose."""
    return keyed_digest(key, "account-code", purpose, account_id, code)


def keyed_digest(key: SecretStr, *parts: str) -> str:
    """Return the HMAC of some text, such as a code or an address, by which the store can find it and not read it."""
    return hmac.new(key.get_secret_value().encode(), "|".join(parts).encode(), hashlib.sha256).hexdigest()
