"""The tile of integration tokens: the time left of each, the most urgent first."""

from collections.abc import Sequence
from datetime import datetime

from esteira.metrics.figures.tokens import LEFT
from esteira.tokens.integration_token import TokenLife, TokenState

from console.alerts.token_lives import token_lives
from console.elements.countdown import Countdown
from console.elements.keyed_rows import KeyedRows
from console.elements.text import HtmlElement, Text
from console.elements.timed_state import TimedState, TimedStateText
from console.feed.page_metrics import PageMetrics
from console.pages.overview.tiles.card import card, freshness
from console.words.words import Words


class _TokenRow:
    def __init__(self, name: str, words: Words) -> None:
        self._words = words
        self.element = HtmlElement("li", "token").with_attributes(data_token=name, data_fresh="yes")
        with self.element:
            with HtmlElement(role="grow"):
                Text(name, role="name").props["title"] = name
                self._lifetime = Text(role="note")
                self._freshness = freshness(words)
            self._countdown = Countdown(day=words.day, ago=words.ago)
            self._state = TimedStateText()

    def show(self, life: TokenLife, measured_at: datetime | None, now: datetime) -> None:
        self._lifetime.set_text(self._words.lifetime.format(self._words.duration(life.lifetime.total_seconds())))
        self._countdown.count_to(life.begins[TokenState.EXPIRED], now=now)
        self._state.show([self._timed(state, begins) for state, begins in life.begins.items()], now=now)
        self._freshness.measured(measured_at, now=now)

    def _timed(self, state: TokenState, begins: datetime) -> TimedState:
        name = state.name.lower()
        return TimedState(begins=begins, text=self._words.token_states[name], role=name)


class TokensTile:
    """A summary, then one row per token, or a text that says how to create one. Only valid ones may need scrolling."""

    def __init__(self, words: Words) -> None:
        self._words = words
        with card(words.tokens, "tokens"):
            self._summary = Text(tag="p", role="note")
            self._empty = Text(words.no_tokens, tag="p", role="empty")
            self._urgent = KeyedRows(HtmlElement("ul", "list urgent"), lambda name: _TokenRow(name, words))
            valid = HtmlElement("ul", "list valid").with_attributes(tabindex="0", aria_label=words.valid_tokens)
            self._valid = KeyedRows(valid, lambda name: _TokenRow(name, words))

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        lives = token_lives(metrics, now)
        self._empty.set_visibility(not lives)
        self._summary.set_text(self._words.token_summary([life.state(now).name.lower() for life in lives]))
        urgent = [life for life in lives if life.state(now) is not TokenState.VALID]
        _show_rows(self._urgent, urgent, metrics, now)
        _show_rows(self._valid, lives[len(urgent) :], metrics, now)


def _show_rows(rows: KeyedRows[_TokenRow], lives: Sequence[TokenLife], metrics: PageMetrics, now: datetime) -> None:
    shown = rows.for_names([life.name for life in lives])
    for life in lives:
        shown[life.name].show(life, metrics.at(LEFT.format(token=life.name)), now)
