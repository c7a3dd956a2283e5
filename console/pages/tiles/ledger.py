"""Where every row of every source is, and whether all of them are somewhere (F44)."""

from datetime import datetime

from console.elements.text import Block, Figure, Text
from console.pages.board import Board
from console.pages.tiles.card import card, freshness
from console.words import Words

RESIDUAL = "ledger.residual"


class LedgerTile:
    """Every state with its count, their shares as one bar, and the residual with what to do about it."""

    def __init__(self, words: Words) -> None:
        self._words = words
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
        self._judge(board.value(RESIDUAL))
        self._freshness.measured(board.oldest((RESIDUAL,)), now=now)

    def _judge(self, residual: float | None) -> None:
        if residual is None:
            self._residual.set_text("–")
            self._residual.classes(replace="pill residual")
            self._verdict.set_text(self._words.nothing_measured)
            return
        self._residual.set_text(self._words.residual.format(self._words.count(residual)))
        self._residual.classes(replace=f"pill residual {'alert' if residual else 'normal'}")
        self._verdict.set_text(self._words.unbalanced if residual else self._words.balanced)

    def _state(self, state: str, name: str) -> Figure:
        with Block(role=f"state {state}"):
            Text(name, tag="dt")
            return Figure(f"ledger.{state}", tag="dd")
