"""How long integration tokens are still valid (F13). Their secrets are nowhere near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from esteira.domain.metrics.metric import Metric, metric


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


def token_metrics(lives: Sequence[TokenLife], at: datetime) -> list[Metric]:
    """All figures of all tokens."""
    return [figure for life in lives for figure in _figures(life, at)]


def _figures(life: TokenLife, at: datetime) -> list[Metric]:
    state = life.state(at)
    return [
        metric("token.{token}.updated_at", life.updated_at.timestamp(), at, token=life.name),
        metric("token.{token}.lifetime_seconds", life.lifetime.total_seconds(), at, token=life.name),
        metric("token.{token}.seconds_left", life.left(at).total_seconds(), at, token=life.name),
        metric("token.{token}.state", state, at, note=state.name.lower(), token=life.name),
    ]
