"""An alert: one thing that is wrong, and the card of the overview that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AlertKind(StrEnum):
    """What can be wrong, in the order of urgency: all figures in doubt, rows in doubt, nothing moves, then the rest."""

    STALLED = "stalled"
    LOST = "lost"
    CONFLICTS = "conflicts"
    UNTRIED = "untried"
    CONTRADICTORY = "contradictory"
    UNMEASURED = "unmeasured"
    NOBODY_PLANS = "nobody_plans"
    WITHOUT_PLAN = "without_plan"
    WORKERS_MISSING = "workers_missing"
    UNREADABLE = "unreadable"
    TOKENS_EXPIRED = "tokens_expired"
    DEAD_LETTERS = "dead_letters"
    CALLBACKS = "callbacks"
    STALE = "stale"
    PAUSED = "paused"
    HELD_BACK = "held_back"
    RESTARTED = "restarted"
    TOKENS_EXPIRING = "tokens_expiring"


URGENCY: Mapping[AlertKind, int] = {kind: place for place, kind in enumerate(AlertKind)}

WARNINGS = frozenset({AlertKind.PAUSED, AlertKind.HELD_BACK, AlertKind.RESTARTED, AlertKind.TOKENS_EXPIRING})
"""Kinds that may be intended, or that nobody suffers from yet."""

CARDS: Mapping[AlertKind, str] = {
    AlertKind.LOST: "ledger",
    AlertKind.CONFLICTS: "ledger",
    AlertKind.UNTRIED: "ledger",
    AlertKind.CONTRADICTORY: "ledger",
    AlertKind.NOBODY_PLANS: "workers",
    AlertKind.WITHOUT_PLAN: "workers",
    AlertKind.WORKERS_MISSING: "workers",
    AlertKind.UNREADABLE: "sources",
    AlertKind.TOKENS_EXPIRED: "tokens",
    AlertKind.DEAD_LETTERS: "lanes",
    AlertKind.CALLBACKS: "callbacks",
    AlertKind.PAUSED: "workers",
    AlertKind.HELD_BACK: "sources",
    AlertKind.RESTARTED: "sources",
    AlertKind.TOKENS_EXPIRING: "tokens",
}
"""The card that shows a kind. Those without one concern several cards."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert. `subject` is the name of a lane, source or token; `cards` are the cards that are concerned.

    `count` is the number in its text, `seconds` the age in it. `reason` is an English sentence of an error.
    """

    kind: AlertKind
    count: int = 1
    subject: str = ""
    cards: tuple[str, ...] = ()
    seconds: float = 0
    reason: str = ""

    @property
    def key(self) -> str:
        """What stays the same while only the figures of the alert change."""
        return f"{self.kind} {self.subject} {self.card} {self.reason}"

    @property
    def severity(self) -> str:
        """`warning` or `critical`."""
        return "warning" if self.kind in WARNINGS else "critical"

    @property
    def card(self) -> str:
        """The card where it is seen; empty for none."""
        return CARDS.get(self.kind, next(iter(self.cards), ""))


def title_id(card: str) -> str:
    """Return the id of a card's heading on the overview, to which alerts link."""
    return f"title-{card}"
