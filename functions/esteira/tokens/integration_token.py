"""Integration tokens: credentials that the product keeps for others, and how long they are valid."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Annotated

from pydantic import Field, StringConstraints


class TokenState(IntEnum):
    """What becomes of a token."""

    VALID = 0
    EXPIRING = 1
    EXPIRED = 2


@dataclass(frozen=True, kw_only=True)
class TokenLife:
    """A token's name, when it was last created or rotated, for how long, and when it counts as expiring."""

    name: str
    updated_at: datetime
    lifetime: timedelta
    expiring_margin: timedelta

    def left(self, now: datetime) -> timedelta:
        """How long it is still valid; negative when it is not."""
        return self.updated_at + self.lifetime - now

    def state(self, now: datetime) -> TokenState:
        """Expiring at exactly its margin, expired at exactly its end."""
        left = self.left(now)
        if left <= timedelta(0):
            return TokenState.EXPIRED
        return TokenState.EXPIRING if left <= self.expiring_margin else TokenState.VALID


TokenName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]
"""Part of routes and of metrics' names."""

LONGEST_SECONDS = 100 * 366 * 24 * 3600
"""A hundred years: a longer life is a mistake, and its end might be after the end of dates."""

LifetimeSeconds = Annotated[int, Field(ge=1, le=LONGEST_SECONDS)]
MarginSeconds = Annotated[int, Field(ge=0, le=LONGEST_SECONDS)]


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token. `updated_at`: when its secret was last replaced. Without a margin of its own the default one counts."""

    name: str
    provider: str
    lifetime: timedelta
    expiring_margin: timedelta | None
    created_at: datetime
    updated_at: datetime

    def life(self, default_margin: timedelta) -> TokenLife:
        """How long it lasts."""
        margin = default_margin if self.expiring_margin is None else self.expiring_margin
        return TokenLife(name=self.name, updated_at=self.updated_at, lifetime=self.lifetime, expiring_margin=margin)


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token that begins its life now. The secret is sealed already."""

    name: str
    provider: str
    sealed_secret: bytes
    lifetime: timedelta
    expiring_margin: timedelta | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TokenChange:
    """What of a token changes; None stays. With a secret it begins a new life at `at`."""

    at: datetime
    provider: str | None = None
    sealed_secret: bytes | None = None
    lifetime: timedelta | None = None
    expiring_margin: timedelta | None = None
