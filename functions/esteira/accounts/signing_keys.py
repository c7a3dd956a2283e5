"""Keys that sign access tokens, and their rotation without downtime.

    published ──PUBLISH_AHEAD──> signs ──a newer key signs──> only verifies ──LAST_TOKENS──> gone

Verifiers keep the keys for a while. So a key is published before it signs, and verifies until its last token expired.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from secrets import token_hex

from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ACCESS_TOKEN_LIFE = timedelta(minutes=10)
KEYS_CACHED = timedelta(minutes=1)
"""How long a verifier may keep the keys before it reads them again."""

PUBLISH_AHEAD = 2 * KEYS_CACHED
LAST_TOKENS = ACCESS_TOKEN_LIFE + timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """An Ed25519 key. `public` is in PEM form, `sealed_private` is encrypted with ESTEIRA_SECRETS_KEY."""

    kid: str
    public: bytes
    sealed_private: bytes = field(repr=False)
    signs_from: datetime


def new_pair() -> tuple[str, bytes, str]:
    """Return the id, the public key and the private key of a new pair, both keys in PEM form."""
    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()).decode()
    public = private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return token_hex(8), public, secret


def signing_key(keys: Sequence[SigningKey], now: datetime) -> SigningKey | None:
    """Return the key that signs now: the newest of those that have begun."""
    begun = [key for key in keys if key.signs_from <= now]
    return max(begun, key=lambda key: (key.signs_from, key.kid), default=None)


def verifying_keys(keys: Sequence[SigningKey], now: datetime) -> dict[str, bytes]:
    """Return the public keys by id of all tokens that may be valid now."""
    return {key.kid: key.public for key in keys if key.kid not in outlived(keys, now)}


def outlived(keys: Sequence[SigningKey], now: datetime) -> set[str]:
    """Return the ids of the keys whose last token has expired: they can be deleted."""
    newer = sorted((key.signs_from, key.kid) for key in keys)
    ends = {kid: following[0] for (_, kid), following in pairwise(newer)}
    return {kid for kid, end in ends.items() if end + LAST_TOKENS <= now}


def begins_at(keys: Sequence[SigningKey], now: datetime) -> datetime:
    """Return when a key that is published now may sign: at once if it is the first."""
    return now + PUBLISH_AHEAD if signing_key(keys, now) else now
