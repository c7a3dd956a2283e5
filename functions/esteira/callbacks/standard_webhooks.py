"""The scheme of https://www.standardwebhooks.com, version 1: three headers, keys in base64.

`webhook-signature` holds `v1,<base64>` of the HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>`, or several
of them with a space between. Other versions, such as the asymmetric v1a, are passed over.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime

from esteira.callbacks.signatures import Headers, SignedContent, few, present, unix_seconds
from esteira.core.errors import BadSignature

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"

MAX_ID_CHARACTERS = 256


def sign_standard(body: bytes, *, key: bytes, message_id: str, at: datetime) -> dict[str, str]:
    """Return the headers for a body that is sent at this time."""
    seconds = str(int(at.timestamp()))
    digest = hmac.digest(key, _content(message_id, seconds, body), "sha256")
    return {ID: message_id, TIMESTAMP: seconds, SIGNATURE: f"v1,{b64encode(digest).decode()}"}


def read_standard(headers: Headers, body: bytes) -> SignedContent:
    """Return what the headers say about a body. Raises `BadSignature` naming a header that is missing or malformed."""
    message_id, seconds, signatures = (present(headers, name) for name in (ID, TIMESTAMP, SIGNATURE))
    if len(message_id) > MAX_ID_CHARACTERS or not (message_id.isascii() and message_id.isprintable()):
        raise BadSignature(f"({ID} is not an identifier of at most {MAX_ID_CHARACTERS} characters)")
    digests = list(_digests(signatures))
    if not digests:
        raise BadSignature(f"({SIGNATURE} is not v1,<base64>)")
    return SignedContent(
        header=TIMESTAMP,
        seconds=unix_seconds(TIMESTAMP, seconds),
        content=_content(message_id, seconds, body),
        signatures=few(digests),
    )


def _digests(signatures: str) -> Iterator[bytes]:
    for signature in signatures.split():
        version, _, encoded = signature.partition(",")
        if version == "v1":
            try:
                yield b64decode(encoded, validate=True)
            except ValueError:  # neither base64 nor ASCII
                continue


def _content(message_id: str, seconds: str, body: bytes) -> bytes:
    """A dot in an id would let the parts be cut elsewhere, but no body that begins with `<digits>.` is an object."""
    return f"{message_id}.{seconds}.".encode() + body
