"""Where every row of every source is, and whether all of them are somewhere (F44)."""

from datetime import datetime
from enum import Enum, auto

from console.elements.text import Block, Figure, Text
from console.pages.page_metrics import Board
from console.pages.tiles.card import card, freshness
from console.words import Words

RESIDUAL = "ledger.residual"


class Verdict(Enum):
    """What the ledger comes to."""

    UNKNOWN = auto()
    BALANCED = auto()
    MOVING = auto()
    WRONG = auto()


PILLS = {Verdict.UNKNOWN: "", Verdict.BALANCED: "normal", Verdict.MOVING: "normal", Verdict.WRONG: "alert"}


def judge(board: Board) -> Verdict:
    """Faults are certain even while rows move; that there are none is certain only when they stood still."""
    if board.value(RESIDUAL) is None:
        return Verdict.UNKNOWN
    if any(board.value(f"ledger.{fault}") for fault in ("residual", "phantom", "overlapping")):
        return Verdict.WRONG
    if board.value("ledger.balanced"):
        return Verdict.BALANCED
    return Verdict.WRONG if board.value("ledger.settled") else Verdict.MOVING


class LedgerTile:
    """Every state with its count, their shares as one bar, and the residual with what to do about it."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._said = {
            Verdict.UNKNOWN: words.nothing_measured,
            Verdict.BALANCED: words.balanced,
            Verdict.MOVING: words.moving,
            Verdict.WRONG: words.unbalanced,
        }
        with card(words.ledger, "ledger"):
            with Block(role="headline"):
                self._residual = Text(role="pill residual")
                self._residual.props["data-metric"] = RESIDUAL
                self._verdict = Text(role="note grow")
                self._freshness = freshness(words)
            with Block(role="shares").marked(aria_hidden="true"):
                self._shares = {state: Block(role=f"share {state}") for state in words.ledger_states}
            with Block("dl", "states"):
                self._counts = {state: self._state(state, name) for state, name in words.ledger_states.items()}

    def show(self, board: Board, now: datetime) -> None:
        """Counts, shares and the verdict."""
        counts = {state: board.value(f"ledger.{state}") for state in self._counts}
        for state, count in counts.items():
            self._counts[state].set_text(self._words.count(count))
            self._shares[state].style(replace=f"flex-grow: {count or 0:g}")
        self._judge(board.value(RESIDUAL), judge(board))
        self._freshness.measured(board.oldest((RESIDUAL,)), now=now)

    def _judge(self, residual: float | None, verdict: Verdict) -> None:
        known = verdict is not Verdict.UNKNOWN
        self._residual.set_text(self._words.residual.format(self._words.count(residual)) if known else "–")
        self._residual.classes(replace=f"pill residual {PILLS[verdict]}")
        self._verdict.set_text(self._said[verdict])

    def _state(self, state: str, name: str) -> Figure:
        with Block(role=f"state {state}"):
            Text(name, tag="dt")
            return Figure(f"ledger.{state}", tag="dd")
