"""Our scheme: `X-Esteira-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`, with one or more v1.

The parts stand in any order, with spaces around them or not; parts with other names are passed over.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from esteira.core.errors import BadSignature

HEADER = BadSignature.header

MAX_SIGNATURES = 16
"""Signatures in one request. A sender that rotates its secret sends two."""

Headers = Mapping[str, str]
"""Headers of a request, by their names in any case."""

_SECONDS = re.compile(r"[0-9]{1,12}")
_HEX = re.compile(r"[0-9A-Fa-f]{64}")


@dataclass(frozen=True, kw_only=True)
class SignedContent:
    """What a request says about itself: when it was signed, which bytes, and the signatures. `header` has the time."""

    header: str
    seconds: int
    content: bytes
    signatures: Sequence[bytes]


def sign(body: bytes, *, secret: str, at: datetime) -> str:
    """Return the value of the header for a body that is sent at this time."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={hmac.digest(secret.encode(), _content(seconds, body), 'sha256').hex()}"


def read_signed(headers: Headers, body: bytes) -> SignedContent:
    """Return what the header says about a body. Raises `BadSignature` if it is missing or malformed."""
    value = present(headers, HEADER)
    parts = [part.strip(" \t").partition("=") for part in value.split(",")]
    times = [text for name, _, text in parts if name == "t"]
    signatures = [bytes.fromhex(text) for name, _, text in parts if name == "v1" and _HEX.fullmatch(text)]
    if len(times) != 1 or not signatures:
        raise BadSignature(f"({HEADER} is not t=<unix seconds>,v1=<64 hexadecimal digits>)")
    return SignedContent(
        header=HEADER,
        seconds=unix_seconds(HEADER, times[0]),
        content=_content(times[0], body),
        signatures=few(signatures),
    )


def present(headers: Headers, name: str) -> str:
    """Return a header's value. Raises `BadSignature` naming a header that is missing or empty."""
    value = headers.get(name.lower()) or headers.get(name) or ""
    if not value:
        raise BadSignature(f"(the header {name} is missing)")
    return value


def unix_seconds(header: str, text: str) -> int:
    """Return the time in a header. Raises `BadSignature` if it is not a whole number of seconds."""
    if not _SECONDS.fullmatch(text):
        raise BadSignature(f"(the time in {header} is not in unix seconds)")
    return int(text)


def few(signatures: Sequence[bytes]) -> Sequence[bytes]:
    """Return the signatures. Raises `BadSignature` if there are more than `MAX_SIGNATURES`."""
    if len(signatures) > MAX_SIGNATURES:
        raise BadSignature(f"(more than {MAX_SIGNATURES} signatures)")
    return signatures


def _content(seconds: str, body: bytes) -> bytes:
    return f"{seconds}.".encode() + body
