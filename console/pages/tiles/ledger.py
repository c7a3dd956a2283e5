"""The ledger tile: rows by state, and whether every row is in exactly one state."""

from datetime import datetime
from enum import Enum, auto

from console.elements.text import HtmlElement, MetricValue, Text
from console.pages.page_metrics import PageMetrics
from console.pages.tiles.card import card, freshness
from console.words.words import Words

RESIDUAL = "ledger.residual"


class LedgerBalance(Enum):
    """The result of the ledger's check."""

    UNKNOWN = auto()
    BALANCED = auto()
    MOVING = auto()
    UNBALANCED = auto()
    CONFLICTS = auto()
    UNTRIED = auto()
    UNREAD = auto()
    CONTRADICTORY = auto()


PILLS = {
    LedgerBalance.UNKNOWN: "",
    LedgerBalance.BALANCED: "normal",
    LedgerBalance.MOVING: "normal",
    LedgerBalance.UNBALANCED: "alert",
    LedgerBalance.CONFLICTS: "alert",
    LedgerBalance.UNTRIED: "alert",
    LedgerBalance.UNREAD: "alert",
    LedgerBalance.CONTRADICTORY: "alert",
}

REASONS = {
    RESIDUAL: LedgerBalance.UNBALANCED,
    "ledger.conflict": LedgerBalance.CONFLICTS,
    "ledger.unattempted": LedgerBalance.UNTRIED,
    "ledger.unread": LedgerBalance.UNREAD,
    "ledger.phantom": LedgerBalance.CONTRADICTORY,
    "ledger.overlapping": LedgerBalance.CONTRADICTORY,
}
"""Why a ledger is not balanced: the first that is not 0. Lost rows come first, then what has a command of its own."""


def classify(metrics: PageMetrics) -> LedgerBalance:
    """Classify the ledger. While rows move, faults are certain, but their absence is not."""
    if metrics.value(RESIDUAL) is None:
        return LedgerBalance.UNKNOWN
    for metric, balance in REASONS.items():
        if metrics.value(metric):
            return balance
    if metrics.value("ledger.balanced"):
        return LedgerBalance.BALANCED
    return LedgerBalance.CONTRADICTORY if metrics.value("ledger.settled") else LedgerBalance.MOVING


class LedgerTile:
    """The count of each state, their shares as a bar, and the residual with advice."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._texts = {
            LedgerBalance.UNKNOWN: words.nothing_measured,
            LedgerBalance.BALANCED: words.balanced,
            LedgerBalance.MOVING: words.moving,
            LedgerBalance.UNBALANCED: words.unbalanced,
            LedgerBalance.CONFLICTS: words.conflicts,
            LedgerBalance.UNTRIED: words.untried,
            LedgerBalance.UNREAD: words.unread,
            LedgerBalance.CONTRADICTORY: words.contradictory,
        }
        with card(words.ledger, "ledger"):
            with HtmlElement(role="headline"):
                self._residual = Text(role="pill residual")
                self._residual.props["data-metric"] = RESIDUAL
                self._balance = Text(role="note grow")
                self._freshness = freshness(words)
            with HtmlElement(role="shares").with_attributes(aria_hidden="true"):
                self._shares = {state: HtmlElement(role=f"share {state}") for state in words.ledger_states}
            with HtmlElement("dl", "states"):
                self._counts = {state: self._state(state, name) for state, name in words.ledger_states.items()}

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        counts = {state: metrics.value(f"ledger.{state}") for state in self._counts}
        for state, count in counts.items():
            self._counts[state].set_text(self._words.count(count))
            self._shares[state].style(replace=f"flex-grow: {count or 0:g}")
        self._show_balance(metrics.value(RESIDUAL), classify(metrics))
        self._freshness.measured(metrics.oldest((RESIDUAL,)), now=now)

    def _show_balance(self, residual: float | None, balance: LedgerBalance) -> None:
        known = balance is not LedgerBalance.UNKNOWN
        self._residual.set_text(self._words.residual.format(self._words.count(residual)) if known else "–")
        self._residual.classes(replace=f"pill residual {PILLS[balance]}")
        self._balance.set_text(self._texts[balance])

    def _state(self, state: str, name: str) -> MetricValue:
        with HtmlElement(role=f"state {state}"):
            Text(name, tag="dt")
            return MetricValue(f"ledger.{state}", tag="dd")
