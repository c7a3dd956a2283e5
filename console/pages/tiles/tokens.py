"""The tile of integration tokens with the time left of each."""

from datetime import datetime, timedelta

from console.elements.countdown import Countdown
from console.elements.text import HtmlElement, Text
from console.pages.page_metrics import PageMetrics
from console.pages.tiles.card import KeyedRows, card, freshness
from console.words.words import Words

LEFT = "token.{token}.seconds_left"
STATE = "token.{token}.state"
LIFETIME = "token.{token}.lifetime_seconds"


class _TokenRow:
    def __init__(self, name: str, words: Words) -> None:
        self._name = name
        self._words = words
        self.element = HtmlElement("li", "token").with_attributes(data_token=name, data_fresh="yes")
        with self.element:
            with HtmlElement(role="grow"):
                Text(name, role="name")
                self._lifetime = Text(role="note")
                self._freshness = freshness(words)
            self._countdown = Countdown(day=words.day, over=words.expired)
            self._state = Text(role="pill")

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        left, state = LEFT.format(token=self._name), metrics.note(STATE.format(token=self._name))
        self._state.set_text(self._words.token_states.get(state, state))
        self._state.classes(replace=f"pill {state}")
        lifetime = metrics.value(LIFETIME.format(token=self._name))
        self._lifetime.set_text(self._words.lifetime.format(self._words.duration(lifetime)))
        seconds, at = metrics.value(left), metrics.at(left)
        if seconds is not None and at is not None:
            self._countdown.count_to(at + timedelta(seconds=seconds), now=now)
        self._freshness.measured(at, now=now)


class TokensTile:
    """One row per token, or a text that says how to create one."""

    def __init__(self, words: Words) -> None:
        with card(words.tokens, "tokens"):
            self._empty = Text(words.no_tokens, tag="p", role="empty")
            # It scrolls, so that it must be reachable without a mouse.
            rows = HtmlElement("ul", "list").with_attributes(tabindex="0", aria_labelledby="title-tokens")
            self._rows = KeyedRows(rows, lambda name: _TokenRow(name, words))

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        names = metrics.labelled(LEFT, "token")
        self._empty.set_visibility(not names)
        for row in self._rows.for_names(names).values():
            row.show(metrics, now)
