"""Access tokens: JWTs (RFC 7519, profile RFC 9068), signed with Ed25519, valid for ten minutes.

One pinned algorithm, the key only from the given ones, every claim required. Every refusal is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import jwt

from esteira.accounts.signing_keys import ACCESS_TOKEN_LIFE
from esteira.core.errors import Unauthorized

ALGORITHM = "EdDSA"
TYPE = "at+jwt"
ISSUER = "esteira"
AUDIENCE = "esteira-api"
REQUIRED = ["iss", "aud", "sub", "sid", "jti", "iat", "exp"]
LEEWAY = timedelta(seconds=5)
MAX_CHARACTERS = 2_000
"""Ours have about 400. Longer ones are refused unread."""


@dataclass(frozen=True, kw_only=True)
class AccessClaims:
    """What a valid token says: the account and the session."""

    account_id: str
    session_id: str


def issue(claims: AccessClaims, now: datetime, *, kid: str, private_key: str) -> str:
    """Return a token that is valid from now on for `ACCESS_TOKEN_LIFE`."""
    payload = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": claims.account_id,
        "sid": claims.session_id,
        "jti": token_hex(16),
        "iat": now,
        "exp": now + ACCESS_TOKEN_LIFE,
    }
    return jwt.encode(payload, private_key, algorithm=ALGORITHM, headers={"kid": kid, "typ": TYPE})


def key_id(token: str) -> str:
    """Return the id of the key that is said to have signed it. Raises `Unauthorized`."""
    # RFC 7515 has no padding, and PyJWT accepts it: one token has one spelling.
    readable = len(token) <= MAX_CHARACTERS and "=" not in token
    try:
        header = jwt.get_unverified_header(token) if readable else {}
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise Unauthorized from None
    if set(header) != {"alg", "kid", "typ"} or (header["alg"], header["typ"]) != (ALGORITHM, TYPE):
        raise Unauthorized
    return str(header["kid"])


def verify(token: str, keys: Mapping[str, bytes], now: datetime) -> AccessClaims:
    """Return the claims of a valid token. `keys` are public keys by id. Raises `Unauthorized`."""
    key = keys.get(key_id(token))
    if key is None:
        raise Unauthorized
    try:
        payload = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": REQUIRED, "verify_exp": False, "verify_iat": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Unauthorized from None
    _check_times(payload, now)
    return AccessClaims(account_id=str(payload["sub"]), session_id=str(payload["sid"]))


def _check_times(payload: Mapping[str, Any], now: datetime) -> None:
    # By the given clock, not PyJWT's own: whoever checks has one idea of now.
    issued, expires, at = payload["iat"], payload["exp"], now.timestamp()
    if not all(type(value) in (int, float) for value in (issued, expires)):
        raise Unauthorized
    # Asked so that NaN, which is neither before nor after any time, is refused.
    leeway, life = LEEWAY.total_seconds(), ACCESS_TOKEN_LIFE.total_seconds()
    if not (issued - leeway <= at <= expires + leeway and expires - issued <= life):
        raise Unauthorized
