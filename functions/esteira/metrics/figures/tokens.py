"""Metrics of integration tokens: lifetimes and states. Their secrets are not read."""

from collections.abc import Sequence
from datetime import datetime

from esteira.metrics.metric import Metric, metric
from esteira.tokens.integration_token import TokenLife


def token_metrics(lives: Sequence[TokenLife], at: datetime) -> list[Metric]:
    """Return all metrics of all tokens."""
    return [figure for life in lives for figure in _figures(life, at)]


def _figures(life: TokenLife, at: datetime) -> list[Metric]:
    state = life.state(at)
    return [
        metric("token.{token}.updated_at", life.updated_at.timestamp(), at, token=life.name),
        metric("token.{token}.lifetime_seconds", life.lifetime.total_seconds(), at, token=life.name),
        metric("token.{token}.seconds_left", life.left(at).total_seconds(), at, token=life.name),
        metric("token.{token}.state", state, at, note=state.name.lower(), token=life.name),
    ]
