"""The tile of integration tokens: the time left of each, the most urgent first."""

from datetime import datetime
from urllib.parse import quote

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

PATH = "/tokens"
ROWS = 4
"""As many as make the card as high as those beside it."""


class _TokenRow:
    def __init__(self, name: str, words: Words) -> None:
        self._words = words
        self.element = HtmlElement("li", "token").with_attributes(data_token=name, data_fresh="yes")
        with self.element:
            with HtmlElement(role="grow"):
                Text(name, tag="a", role="name").props["href"] = f"/tokens/{quote(name, safe='')}"
                self._freshness = freshness(words)
            self._countdown = Countdown(day=words.day, ago=words.ago)
            self._state = TimedStateText()

    def show(self, life: TokenLife, measured_at: datetime | None, now: datetime) -> None:
        self._countdown.count_to(life.begins[TokenState.EXPIRED], now=now)
        self._state.show([self._timed(state, begins) for state, begins in life.begins.items()], now=now)
        self._freshness.measured(measured_at, now=now)

    def _timed(self, state: TokenState, begins: datetime) -> TimedState:
        name = state.name.lower()
        return TimedState(begins=begins, text=self._words.token_states[name], role=name)


class TokensTile:
    """A summary, the most urgent tokens, and how many more there are; or a text that says how to create one."""

    def __init__(self, words: Words) -> None:
        self._words = words
        with card(words.tokens, "tokens", address=PATH) as parts:
            with parts.aside:
                self._summary = Text(tag="p", role="note")
            self._empty = Text(words.no_tokens, tag="p", role="empty")
            self._rows = KeyedRows(HtmlElement("ul", "list"), lambda name: _TokenRow(name, words))
            self._more = Text(tag="a", role="rest")
            self._more.props["href"] = PATH

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        lives = token_lives(metrics, now)
        self._empty.set_visibility(not lives)
        self._summary.set_text(self._words.token_summary([life.state(now).name.lower() for life in lives]))
        more = len(lives[ROWS:])
        self._more.set_visibility(more > 0)
        self._more.set_text(self._words.plural(self._words.more_tokens, more))
        rows = self._rows.for_names([life.name for life in lives[:ROWS]])
        for life in lives[:ROWS]:
            rows[life.name].show(life, metrics.at(LEFT.format(token=life.name)), now)
