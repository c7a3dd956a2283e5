"""Settings of a payment provider: the secrets that sign its notifications, and when each of them is in force."""

from base64 import b64decode
from binascii import Error
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr, model_validator

from esteira.core.moments import Moment
from esteira.core.numbers import Whole

SchemeName = Literal["esteira", "standard-webhooks"]
"""How notifications are signed: by our header `X-Esteira-Signature`, or as https://www.standardwebhooks.com says."""

MAX_SECRETS = 5
"""Of one provider. Every signature of a request is compared with each of them."""

STANDARD_PREFIX = "whsec_"
STANDARD_KEY_BYTES = 24
"""The shortest key of Standard Webhooks."""

Secret = Annotated[SecretStr, Field(min_length=16)]


class ProviderSecret(BaseModel, frozen=True, extra="forbid"):
    """One secret, in force from `not_before` on and before `until`; without them always.

    `scheme` None: that of the provider. With one of its own, a provider changes from one scheme to the other.
    """

    secret: Secret
    not_before: Moment | None = None
    until: Moment | None = None
    scheme: SchemeName | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "ProviderSecret":
        if self.not_before and self.until and self.not_before >= self.until:
            raise ValueError("not_before must be earlier than until")
        return self


class ProviderSettings(BaseModel, frozen=True, extra="forbid"):
    """A payment provider: its `secret`, or several `secrets` while they rotate.

    `tolerance_seconds`: how far its clock may differ from ours.
    """

    secret: Secret | None = None
    secrets: tuple[ProviderSecret, ...] = Field(default=(), max_length=MAX_SECRETS)
    scheme: SchemeName = "esteira"
    tolerance_seconds: Whole = Field(default=300, ge=1, le=3600)

    @model_validator(mode="after")
    def _has_usable_secrets(self) -> "ProviderSettings":
        if (self.secret is None) == (not self.secrets):
            raise ValueError("give either secret or secrets")
        for each in self.all_secrets:
            if each.scheme == "standard-webhooks":
                standard_key(each.secret)
        return self

    @property
    def all_secrets(self) -> tuple[ProviderSecret, ...]:
        """Return every secret, with its scheme."""
        given = self.secrets or ((ProviderSecret(secret=self.secret),) if self.secret else ())
        return tuple(each.model_copy(update={"scheme": each.scheme or self.scheme}) for each in given)


def standard_key(secret: SecretStr) -> bytes:
    """Return the key in a secret of Standard Webhooks. Raises `ValueError`, without the secret."""
    encoded = secret.get_secret_value().removeprefix(STANDARD_PREFIX).rstrip("=")
    try:
        key = b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (Error, ValueError):
        key = b""
    if len(key) < STANDARD_KEY_BYTES:
        raise ValueError(
            f"a secret of standard-webhooks is {STANDARD_PREFIX} and the base64 of at least {STANDARD_KEY_BYTES} bytes"
        )
    return key
