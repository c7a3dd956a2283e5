"""What makes two errors the same: kind, place, and the message without what differs from case to case."""

import re
from functools import lru_cache
from hashlib import sha256

from esteira.core.reporting.error_report import ErrorReport
from esteira.core.reporting.redaction import redacted

CAUSE_CHARACTERS = 500
"""Of a cause that is kept."""
READ_CHARACTERS = 4 * CAUSE_CHARACTERS
"""Of a cause that is looked at: more than is kept, so that no secret is cut in halves, of which one stays."""

_ADDRESSES = (
    re.compile(r"(?i)(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://[^\s)\"',;]++"),
    re.compile(r"(?<![\w-])arn:[\w:/.-]++"),
    re.compile(r"\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b"),
    re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}(?![\w:])"),
    re.compile(r"(?<![\w.-])[\w-]++(\.[\w-]++)++:\d++|\blocalhost(:\d++)?\b"),
)
_IDS = (
    re.compile(r"(?i)\b[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\b"),
    re.compile(r"(?i)\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b"),
)
_NUMBERS = re.compile(r"[+-]?\d+(?:[.,:]\d+)*")


def without_addresses(text: str) -> str:
    """Return the text with hosts, URLs and ARNs replaced: who reads errors need not know them."""
    for form in _ADDRESSES:
        text = form.sub("<address>", text)
    return text


def normalised(text: str) -> str:
    """Return a message in which addresses, ids and numbers are replaced, on one line, redacted."""
    return _normalised(text[:READ_CHARACTERS])


def fingerprint(report: ErrorReport) -> str:
    """Return the fingerprint of an error: 16 hexadecimal digits."""
    identity = "\x00".join((report.kind, report.place, normalised(report.cause)))
    return sha256(identity.encode(errors="replace")).hexdigest()[:16]


@lru_cache(maxsize=1000)
def _normalised(text: str) -> str:
    text = without_addresses(redacted(text))[:CAUSE_CHARACTERS]
    for form in _IDS:
        text = form.sub("<id>", text)
    return " ".join(_NUMBERS.sub("<number>", text).split())
