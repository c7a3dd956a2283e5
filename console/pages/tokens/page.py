"""The page of tokens: a countdown for each, the most urgent first, and a form for a new one."""

from collections.abc import Sequence

from esteira.core.http.policies import Policy
from esteira.tokens.manage_tokens import ShownToken, list_tokens
from nicegui import ui

from console.elements.controls import Button, Field
from console.elements.keyed_rows import KeyedRows
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.tokens.actions import create
from console.pages.tokens.deps import TokenPageDeps
from console.pages.tokens.life import TickingLife
from console.pages.tokens.words import WORDS, TokensWords

PATH = "/tokens"
REFRESH_SECONDS = 5


async def tokens_page(visit: Visit, _: LiveFeed, deps: TokenPageDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def show(tokens: Sequence[ShownToken]) -> None:
        empty.set_visibility(not tokens)
        now = visit.clock()
        urgent_first = sorted(tokens, key=lambda shown: shown.life.left(now))
        shown_rows = rows.for_names([shown.token.name for shown in urgent_first])
        for shown in urgent_first:
            shown_rows[shown.token.name].show(shown)

    panel = Panel(visit, words.listed, question=lambda: list_tokens(deps.service), show=show)
    with panel.content:
        empty = Text(words.none, tag="p", role="empty")
        rows = KeyedRows(HtmlElement("ul", "list"), lambda name: _TokenRow(visit, name))
    _create_form(visit, words, deps)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="tokens")


class _TokenRow:
    def __init__(self, visit: Visit, name: str) -> None:
        self._visit = visit
        self.element = HtmlElement("li", "token").with_attributes(data_token=name)
        with self.element:
            with HtmlElement(role="grow"):
                Text(name, tag="a", role="name").props["href"] = f"{PATH}/{name}"
                self._note = Text(role="note")
            self._life = TickingLife(visit.words)

    def show(self, shown: ShownToken) -> None:
        lifetime = self._visit.words.duration(shown.token.lifetime.total_seconds())
        self._note.set_text(f"{shown.token.provider} · {self._visit.words.lifetime.format(lifetime)}")
        self._life.show(shown.life, self._visit.clock())


def _create_form(visit: Visit, words: TokensWords, deps: TokenPageDeps) -> None:
    with HtmlElement("section", "card").with_attributes(aria_label=words.create_title):
        Text(words.create_title, tag="h2")
        with HtmlElement("div", "form"):
            fields = {
                "name": Field(words.name, maxlength="63", autocomplete="off"),
                "provider": Field(words.provider, maxlength="31", autocomplete="off"),
                "secret": secret_field(words),
                "lifetime_seconds": Field(words.lifetime, value="86400", inputmode="numeric"),
                "expiring_margin_seconds": Field(words.margin, hint=words.margin_hint, inputmode="numeric"),
            }

        async def submit() -> None:
            if await create(visit, words, deps, given(fields)):
                ui.navigate.to(f"{PATH}/{fields['name'].value.strip()}")

        with HtmlElement("div", "buttons"):
            Button(words.create, submit, tone="primary", refused=visit.refusal(Policy.OPERATOR))


def secret_field(words: TokensWords) -> Field:
    """Return the field for a secret, which no browser keeps."""
    return Field(words.secret, kind="password", hint=words.secret_hint, maxlength="8192", autocomplete="new-password")


def given(fields: dict[str, Field]) -> dict[str, str]:
    """Return what was filled in. A secret is taken as it is, the rest without blanks around it."""
    values = {name: field.value if name == "secret" else field.value.strip() for name, field in fields.items()}
    return {name: value for name, value in values.items() if value or name == "name"}
