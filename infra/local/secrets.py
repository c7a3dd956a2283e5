"""Secrets are generated once for each home and stored there."""

import json
from base64 import urlsafe_b64encode
from secrets import token_bytes, token_urlsafe
from typing import Self

from esteira.accounts.machine_token import new_machine_token
from pydantic import BaseModel, Field

from infra.local.home import Home
from infra.local.private_files import write_private


def _draw() -> str:
    return token_urlsafe(32)


def _draw_fernet_key() -> str:
    return urlsafe_b64encode(token_bytes(32)).decode()


class Secrets(BaseModel, frozen=True):
    """32 random bytes each, at least."""

    operator_token: str = Field(default_factory=new_machine_token)
    """The token of the machine `local`, which is an administrator."""
    postgres_password: str = Field(default_factory=_draw)
    acmepay_secret: str = Field(default_factory=_draw)
    """Key with which the sample provider signs its notifications."""
    secrets_key: str = Field(default_factory=_draw_fernet_key)
    """Key with which integration tokens are encrypted."""

    @classmethod
    def of(cls, home: Home) -> Self:
        """The secrets of this home; those that are missing are generated and stored."""
        known = json.loads(home.secrets.read_text(encoding="utf-8")) if home.secrets.exists() else {}
        secrets = cls.model_validate(known)
        if secrets.model_dump() != known:
            home.root.mkdir(parents=True, exist_ok=True)
            write_private(home.secrets, secrets.model_dump_json())
        return secrets
