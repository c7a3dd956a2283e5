"""The page of one token: its life, and forms to rotate, change and delete it."""

from functools import partial

from esteira.core.http.policies import Policy
from esteira.tokens.integration_token import TokenState
from esteira.tokens.manage_tokens import ShownToken, show_token
from nicegui import ui

from console.elements.controls import Button, Field
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.dialogs import confirmed
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.tokens.actions import change, delete
from console.pages.tokens.deps import TokenPageDeps
from console.pages.tokens.life import TickingLife
from console.pages.tokens.page import PATH, REFRESH_SECONDS, given, secret_field
from console.pages.tokens.words import WORDS, TokensWords


async def token_page(visit: Visit, _: LiveFeed, deps: TokenPageDeps) -> None:
    """Build it."""
    words, name = WORDS[visit.preferences.language], visit.path["token"]

    def show(shown: ShownToken) -> None:
        life.show(shown.life, visit.clock())
        facts.show(*_facts(shown, words, visit))

    panel = Panel(visit, words.token, question=lambda: show_token(deps.service, name), show=show)
    with panel.content:
        life = TickingLife(visit.words)
        facts = Facts(visit.words.locale)
    with panel.tools:
        _delete_button(visit, words, deps, name)
    with HtmlElement("div", "columns"):
        _rotate_form(visit, words, deps, panel, name)
        _change_form(visit, words, deps, panel, name)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="token")


def _facts(shown: ShownToken, words: TokensWords, visit: Visit) -> list[Fact]:
    token, life = shown.token, shown.life
    return [
        Fact(words.provider, token.provider),
        Fact(words.lifetime, words.seconds.format(visit.words.count(token.lifetime.total_seconds()))),
        Fact(words.margin, words.seconds.format(visit.words.count(life.expiring_margin.total_seconds()))),
        Fact(words.created, token.created_at),
        Fact(words.rotated, token.updated_at),
        Fact(words.expires, life.begins[TokenState.EXPIRED]),
    ]


def _delete_button(visit: Visit, words: TokensWords, deps: TokenPageDeps, name: str) -> None:
    async def submit() -> None:
        sentence = words.delete_sentence.format(name)
        action = words.delete.removesuffix(" …")
        if not await confirmed(visit, words.delete_title, [sentence], action=action, typed=name):
            return
        if await delete(visit, words, deps, name):
            ui.navigate.to(PATH)

    Button(words.delete, submit, tone="danger", refused=visit.refusal(Policy.OPERATOR))


def _rotate_form(visit: Visit, words: TokensWords, deps: TokenPageDeps, panel: Panel[ShownToken], name: str) -> None:
    with HtmlElement("section", "card").with_attributes(aria_label=words.rotate_title) as card:
        pass

    async def submit(secret: Field) -> None:
        sentence = words.rotate_sentence.format(name)
        if not await confirmed(visit, words.rotate_title, [sentence], action=words.rotate):
            return
        # Also an empty one: it is refused with a reason, and it is a rotation that was tried.
        if await change(visit, deps, name, {"secret": secret.value}, done=words.rotated_done):
            build()
            await panel.refresh()

    def build() -> None:
        # Anew after a rotation, so that neither the browser nor this page keeps the secret.
        card.clear()
        with card:
            Text(words.rotate_title, tag="h2")
            secret = secret_field(words)
            with HtmlElement("div", "buttons"):
                refused = visit.refusal(Policy.OPERATOR)
                Button(words.rotate, partial(submit, secret), tone="primary", refused=refused)

    build()


def _change_form(visit: Visit, words: TokensWords, deps: TokenPageDeps, panel: Panel[ShownToken], name: str) -> None:
    with HtmlElement("section", "card").with_attributes(aria_label=words.change_title):
        Text(words.change_title, tag="h2")
        with HtmlElement("div", "form"):
            fields = {
                "provider": Field(words.provider, maxlength="31", autocomplete="off"),
                "lifetime_seconds": Field(words.lifetime, inputmode="numeric"),
                "expiring_margin_seconds": Field(words.margin, inputmode="numeric"),
            }

        async def submit() -> None:
            if await change(visit, deps, name, given(fields), done=words.changed_done):
                await panel.refresh()

        with HtmlElement("div", "buttons"):
            Button(words.change, submit, refused=visit.refusal(Policy.OPERATOR))
