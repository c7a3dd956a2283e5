"""The life of a token as it ticks in the browser: time left, and state."""

from datetime import datetime

from esteira.tokens.integration_token import TokenLife, TokenState

from console.elements.countdown import Countdown
from console.elements.text import HtmlElement
from console.elements.timed_state import TimedState, TimedStateText
from console.words.words import Words


class TickingLife(HtmlElement):
    """A countdown and a state. Neither needs a message when it changes."""

    def __init__(self, words: Words) -> None:
        super().__init__("div", "life")
        self._words = words
        with self:
            self._countdown = Countdown(day=words.day, ago=words.ago)
            self._state = TimedStateText()

    def show(self, life: TokenLife, now: datetime) -> None:
        """Show this life."""
        self._countdown.count_to(life.begins[TokenState.EXPIRED], now=now)
        self._state.show([self._timed(state, begins) for state, begins in life.begins.items()], now=now)

    def _timed(self, state: TokenState, begins: datetime) -> TimedState:
        name = state.name.lower()
        return TimedState(begins=begins, text=self._words.token_states[name], role=name)
