"""The signature of a notification: `X-Esteira-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`."""

import hmac
import re
from datetime import datetime, timedelta

from esteira.core.errors import BadSignature

HEADER = BadSignature.header

_SHAPE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def sign(body: bytes, *, secret: str, at: datetime) -> str:
    """The header's value for a body that is sent at this moment."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={_digest(seconds, body, secret)}"


def check(signature: str, body: bytes, *, secret: str, now: datetime, tolerance: timedelta) -> None:
    """Returns if whoever signed knows the secret and did so within the tolerance before or after now.

    Raises `BadSignature`, and tells nobody which of it was wrong.
    """
    shape = _SHAPE.fullmatch(signature)
    seconds, given = shape.groups() if shape else ("0", "")
    genuine = hmac.compare_digest(_digest(seconds, body, secret), given)
    if not genuine or abs(now.timestamp() - int(seconds)) > tolerance.total_seconds():
        raise BadSignature


def _digest(seconds: str, body: bytes, secret: str) -> str:
    return hmac.digest(secret.encode(), f"{seconds}.".encode() + body, "sha256").hex()
