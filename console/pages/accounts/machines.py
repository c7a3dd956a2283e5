"""The tokens of machines: created with the token shown once, and revoked."""

from collections.abc import Callable
from functools import partial

from esteira.accounts.http import machine_token_json
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.manage_machine_tokens import (
    CreateMachineToken,
    MachineTokenDeps,
    create_machine_token,
    list_machine_tokens,
    revoke_machine_token,
)
from esteira.core.decoding import query_from
from esteira.core.http.policies import Policy
from esteira.core.principal import Role
from pydantic import SecretStr

from console.elements.controls import Button, Choice, Field
from console.elements.data_table import TableEvents
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed, drawer
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.accounts.rows import machine_columns, machine_row
from console.pages.accounts.words import AccountsWords

Given = Callable[[], dict[str, str]]
"""What is filled into the form, when it is asked for."""


def machines(visit: Visit, words: AccountsWords, deps: MachineTokenDeps) -> PagedTable:
    """Return the panel, with the form below it. Its names open what can be done to a token."""

    def page(_: str | None) -> TablePage:
        now = visit.clock()
        tokens = list_machine_tokens(deps)
        return TablePage(rows=[machine_row(token, words, visit.frame_words, now) for token in tokens], after=None)

    async def open_one(name: str) -> None:
        with drawer(visit, name) as shown:
            Text(words.revoke_sentence.format(name), tag="p")

            async def submit() -> None:
                if await _revoke(visit, words, deps, name):
                    shown.close()
                    await panel.refresh()

            with HtmlElement("div", "buttons"):
                Button(words.revoke, submit, tone="danger", refused=visit.refusal(Policy.ADMIN))

    panel = PagedTable(
        visit,
        words.machines,
        machine_columns(words),
        page=page,
        empty=words.no_machines,
        events=TableEvents(open=open_one),
    )
    _form(visit, words, deps, panel)
    return panel


def _form(visit: Visit, words: AccountsWords, deps: MachineTokenDeps, panel: PagedTable) -> None:
    with HtmlElement("section", "card").with_attributes(aria_label=words.create_title):
        Text(words.create_title, tag="h2")
        with HtmlElement("div", "form"):
            name = Field(words.name, maxlength="63", autocomplete="off")
            role = Choice(words.role, [(each.value, visit.frame_words.roles[each]) for each in Role])
            days = Field(words.days, hint=words.days_hint, inputmode="numeric")

        def given() -> dict[str, str]:
            return {"name": name.value.strip(), "role": role.value, "expires_days": days.value.strip()}

        with HtmlElement("div", "buttons"):
            submit = partial(_create, visit, words, deps, panel, given)
            Button(words.create, submit, tone="primary", refused=visit.refusal(Policy.ADMIN))


async def _create(visit: Visit, words: AccountsWords, deps: MachineTokenDeps, panel: PagedTable, given: Given) -> None:
    fields = given()

    def work(_: str) -> Done[tuple[MachineToken, SecretStr]]:
        created = create_machine_token(deps, query_from(fields, CreateMachineToken), visit.principal.id)
        return Done(value=created, after=dict(machine_token_json(created[0], visit.clock())))

    action = Action(name="machine_token.created", subject=fields["name"], policy=Policy.ADMIN)
    created = await visit.actor.perform(action, work)
    if created is None:
        return
    token, text = created
    with drawer(visit, words.created_title.format(token.name)):
        Text(words.created_sentence, tag="p")
        Text(text.get_secret_value(), tag="pre", role="secret")
    await panel.refresh()


async def _revoke(visit: Visit, words: AccountsWords, deps: MachineTokenDeps, name: str) -> bool:
    sentence = words.revoke_sentence.format(name)
    action = words.revoke.removesuffix(" …")
    if not await confirmed(visit, words.revoke_title, [sentence], action=action, typed=name):
        return False

    def work(_: str) -> Done[bool]:
        revoke_machine_token(deps, name, visit.principal.id)
        return Done(value=True)

    revoked = Action(name="machine_token.revoked", subject=name, policy=Policy.ADMIN)
    return await visit.actor.perform(revoked, work, done=words.revoked) is not None
