"""Tokens of machines: shown once, kept by their digest, with a role and perhaps an end.

The form `est_<43 characters>_<8 hexadecimal digits>` can be found by scanners of secrets; the digits are a CRC-32.
"""

import re
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from esteira.core.names import LABEL
from esteira.core.principal import Principal, Role

PREFIX = "est_"
MIN_CHARACTERS, MAX_CHARACTERS = 16, 200
_FORM = re.compile(r"est_[A-Za-z0-9_-]{43}_[0-9a-f]{8}")

MachineName = Annotated[str, StringConstraints(pattern=LABEL)]


@dataclass(frozen=True, kw_only=True)
class MachineToken:
    """A machine's token as it is kept. `created_by` is a principal's id, or `command line`."""

    name: str
    role: Role
    digest: str = field(repr=False)
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether it has not expired."""
        return self.expires_at is None or now < self.expires_at

    @property
    def principal(self) -> Principal:
        """Return who presents it."""
        return Principal(id=f"machine:{self.name}", kind="machine", role=self.role, name=self.name)


def new_machine_token() -> str:
    """Return a token of 256 random bits with its check digits."""
    body = f"{PREFIX}{secrets.token_urlsafe(32)}"
    return f"{body}_{zlib.crc32(body.encode()):08x}"


def is_worth_looking_up(text: str) -> bool:
    """Whether it may be a machine's token. One of our form must have right check digits; others are older ones."""
    body, _, digits = text.rpartition("_")
    right = _FORM.fullmatch(text) is not None and f"{zlib.crc32(body.encode()):08x}" == digits
    return right or (MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS and not text.startswith(PREFIX))


def is_access_token(text: str) -> bool:
    """Whether it has the form of a JWT, three parts with dots."""
    return text.startswith("ey") and text.count(".") == 2
