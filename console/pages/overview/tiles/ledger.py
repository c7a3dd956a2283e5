"""The ledger tile: rows by state, and whether every row is in exactly one state."""

from datetime import datetime

from console.alerts.ledger_balance import RESIDUAL, LedgerBalance, classify, count_of
from console.elements.text import HtmlElement, MetricValue, Text
from console.feed.page_metrics import PageMetrics
from console.pages.overview.tiles.card import card, freshness
from console.words.words import Words

CALM = frozenset({LedgerBalance.UNKNOWN, LedgerBalance.BALANCED, LedgerBalance.MOVING})


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
                self._fault = Text(role="pill alert")
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
        self._show_balance(metrics, classify(metrics))
        self._freshness.measured(metrics.oldest((RESIDUAL,)), now=now)

    def _show_balance(self, metrics: PageMetrics, balance: LedgerBalance) -> None:
        residual = metrics.value(RESIDUAL)
        self._residual.set_text("–" if residual is None else self._words.residual.format(self._words.count(residual)))
        self._residual.classes(replace=f"pill residual {_residual_class(residual)}")
        # The residual is a pill of its own: it stays 0 with any fault but lost rows.
        other = balance not in CALM and balance is not LedgerBalance.UNBALANCED
        self._fault.set_text(self._fault_text(balance, metrics) if other else "")
        self._fault.set_visibility(other)
        self._balance.set_text(self._texts[balance])

    def _fault_text(self, balance: LedgerBalance, metrics: PageMetrics) -> str:
        count = count_of(balance, metrics)
        name = self._words.ledger_faults[balance.name.lower()]
        return f"{name} {self._words.count(count)}" if count else name

    def _state(self, state: str, name: str) -> MetricValue:
        with HtmlElement(role=f"state {state}"):
            Text(name, tag="dt")
            return MetricValue(f"ledger.{state}", tag="dd")


def _residual_class(residual: float | None) -> str:
    return "" if residual is None else "alert" if residual else "normal"
