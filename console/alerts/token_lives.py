"""The tokens on a page: their lifetimes, the most urgent first, and when the next one changes its state."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from esteira.metrics.figures.tokens import LEFT, token_life
from esteira.tokens.integration_token import TokenLife, TokenState

from console.alerts.last_answer import last_answer
from console.feed.page_metrics import PageMetrics


@last_answer
def token_lives(metrics: PageMetrics, now: datetime) -> Sequence[TokenLife]:
    """Return the lifetimes of all tokens, ordered by state at `now`, expired first, then by their end, then by name."""
    names = metrics.labelled(LEFT, "token")
    lives = [life for name in names if (life := token_life(metrics.all, name))]
    return sorted(lives, key=lambda life: (-life.state(now), life.left(now), life.name))


def names_by_state(metrics: PageMetrics, now: datetime) -> Mapping[TokenState, Sequence[str]]:
    """Return the names of the tokens that are in each state at `now`."""
    lives = token_lives(metrics, now)
    return {state: [life.name for life in lives if life.state(now) is state] for state in TokenState}


def seconds_until_change(metrics: PageMetrics, now: datetime) -> float | None:
    """Return the seconds until the next token changes its state; None if none will."""
    begins = [begin for life in token_lives(metrics, now) for begin in life.begins.values() if begin > now]
    return (min(begins) - now).total_seconds() if begins else None
