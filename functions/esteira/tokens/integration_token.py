"""Integration tokens: credentials that the product stores for integrations, and their lifetimes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from esteira.core.names import LABEL


class TokenState(IntEnum):
    """State of a token, by its remaining lifetime. The numbers are the values of the metric."""

    VALID = 0
    EXPIRING = 1
    EXPIRED = 2


@dataclass(frozen=True, kw_only=True)
class TokenLife:
    """The lifetime of a token, from its creation or last rotation, and the margin in which it counts as expiring."""

    name: str
    updated_at: datetime
    lifetime: timedelta
    expiring_margin: timedelta

    def left(self, now: datetime) -> timedelta:
        """Return how long the token is still valid; negative once it has expired."""
        return self.updated_at + self.lifetime - now

    @cached_property
    def begins(self) -> Mapping[TokenState, datetime]:
        """When each state begins: expiring with exactly its margin left, expired at exactly its end."""
        end = self.updated_at + self.lifetime
        return {
            TokenState.VALID: self.updated_at,
            TokenState.EXPIRING: end - self.expiring_margin,
            TokenState.EXPIRED: end,
        }

    def state(self, now: datetime) -> TokenState:
        """Return the state: the last one that has begun, by `begins`. A clock before all of them says valid."""
        return max((state for state, begin in self.begins.items() if begin <= now), default=TokenState.VALID)


TokenName = Annotated[str, StringConstraints(pattern=LABEL)]
"""Name of a token. It is part of routes and metric names."""

LONGEST_SECONDS = 100 * 366 * 24 * 3600
"""A hundred years. A longer lifetime is a mistake, and its end could exceed the largest date."""

LifetimeSeconds = Annotated[int, Field(ge=1, le=LONGEST_SECONDS)]
MarginSeconds = Annotated[int, Field(ge=0, le=LONGEST_SECONDS)]


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token without its secret.

    `updated_at` is the time when the secret was last replaced. Without an `expiring_margin` the default applies.
    """

    name: str
    provider: str
    lifetime: timedelta
    expiring_margin: timedelta | None
    created_at: datetime
    updated_at: datetime

    def life(self, default_margin: timedelta) -> TokenLife:
        """Return the lifetime. `default_margin` applies if the token has no margin."""
        margin = default_margin if self.expiring_margin is None else self.expiring_margin
        return TokenLife(name=self.name, updated_at=self.updated_at, lifetime=self.lifetime, expiring_margin=margin)


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token to add, whose lifetime begins at `at`. Its secret is encrypted."""

    name: str
    provider: str
    sealed_secret: bytes
    lifetime: timedelta
    expiring_margin: timedelta | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TokenChange:
    """Changes of a token; None leaves a field unchanged. A new secret starts a new lifetime at `at`."""

    at: datetime
    provider: str | None = None
    sealed_secret: bytes | None = None
    lifetime: timedelta | None = None
    expiring_margin: timedelta | None = None
