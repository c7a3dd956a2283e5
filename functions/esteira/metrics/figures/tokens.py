"""Metrics of integration tokens: lifetimes and states. Their secrets are not read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from esteira.metrics.metric import Metric, metric
from esteira.tokens.integration_token import TokenLife, TokenState

UPDATED_AT = "token.{token}.updated_at"
LIFETIME = "token.{token}.lifetime_seconds"
MARGIN = "token.{token}.margin_seconds"
LEFT = "token.{token}.seconds_left"
STATE = "token.{token}.state"


def token_metrics(lives: Sequence[TokenLife], at: datetime) -> list[Metric]:
    """Return all metrics of all tokens."""
    return [figure for life in lives for figure in _figures(life, at)]


def token_life(metrics: Mapping[str, Metric], token: str) -> TokenLife | None:
    """Return the lifetime that these metrics describe; None where one of them is missing."""
    found = [metrics.get(pattern.format(token=token)) for pattern in (UPDATED_AT, LIFETIME, MARGIN)]
    if None in found:
        return None
    return _life(token, *(figure.value for figure in found if figure))


@lru_cache(maxsize=1024)
def _life(token: str, updated_at: float, lifetime: float, margin: float) -> TokenLife:
    """Return the lifetime. Kept, since every open page asks for every token each second."""
    return TokenLife(
        name=token,
        updated_at=datetime.fromtimestamp(updated_at, UTC),
        lifetime=timedelta(seconds=lifetime),
        expiring_margin=timedelta(seconds=margin),
    )


def with_current_states(metrics: Mapping[str, Metric], now: datetime) -> Mapping[str, Metric]:
    """Return the metrics with the state of each token at `now`: it changes with the clock between measurements."""
    tokens = [figure.labels["token"] for figure in metrics.values() if figure.kind.pattern == STATE]
    lives = {STATE.format(token=token): life for token in tokens if (life := token_life(metrics, token))}
    return {**metrics, **{name: _with_state(metrics[name], life.state(now)) for name, life in lives.items()}}


def _with_state(figure: Metric, state: TokenState) -> Metric:
    return replace(figure, value=state, note=state.name.lower())


def _figures(life: TokenLife, at: datetime) -> list[Metric]:
    state = life.state(at)
    return [
        metric(UPDATED_AT, life.updated_at.timestamp(), at, token=life.name),
        metric(LIFETIME, life.lifetime.total_seconds(), at, token=life.name),
        metric(MARGIN, life.expiring_margin.total_seconds(), at, token=life.name),
        metric(LEFT, life.left(at).total_seconds(), at, token=life.name),
        metric(STATE, state, at, note=state.name.lower(), token=life.name),
    ]
