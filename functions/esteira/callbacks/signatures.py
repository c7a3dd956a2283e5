"""The signature of a notification: `X-Esteira-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`."""

import hmac
import re
from datetime import datetime, timedelta

from esteira.core.errors import BadSignature

HEADER = BadSignature.header

_FORMAT = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def sign(body: bytes, *, secret: str, at: datetime) -> str:
    """Return the value of the header for a body that is sent at this time."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={_digest(seconds, body, secret)}"


def check_signature(signature: str, body: bytes, *, secret: str, now: datetime, tolerance: timedelta) -> None:
    """Check that a body was signed with the secret, within the tolerance before or after now.

    Raises `BadSignature`, without detail: the caller must not learn which of the checks failed.
    """
    match = _FORMAT.fullmatch(signature)
    seconds, digest = match.groups() if match else ("0", "")
    valid = hmac.compare_digest(_digest(seconds, body, secret), digest)
    if not valid or abs(now.timestamp() - int(seconds)) > tolerance.total_seconds():
        raise BadSignature


def _digest(seconds: str, body: bytes, secret: str) -> str:
    return hmac.digest(secret.encode(), f"{seconds}.".encode() + body, "sha256").hex()
