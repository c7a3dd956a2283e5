"""The page of one account: role and access."""

from typing import Any

from esteira.accounts.account import Account
from esteira.accounts.administer_users import ChangeUser, change_user, show_user
from esteira.core.http.policies import Policy
from esteira.core.principal import Role

from console.elements.controls import Button, Choice
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement
from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.accounts.deps import AccountPageDeps
from console.pages.accounts.page import REFRESH_SECONDS
from console.pages.accounts.rows import account_state
from console.pages.accounts.words import WORDS, AccountsWords


async def account_page(visit: Visit, _: LiveFeed, deps: AccountPageDeps) -> None:
    """Build it."""
    await _AccountPanel(visit, deps).build()


class _AccountPanel:
    def __init__(self, visit: Visit, deps: AccountPageDeps) -> None:
        self._visit, self._deps = visit, deps
        self._words = WORDS[visit.preferences.language]
        self._id = visit.path["account"]

    async def build(self) -> None:
        visit, words = self._visit, self._words
        self._panel = Panel(visit, words.account, question=self._read, show=self._show)
        with self._panel.content:
            self._facts = Facts(visit.words.locale)
        await self._panel.refresh()
        visit.every(REFRESH_SECONDS, self._panel.refresh, name="account")

    def _read(self) -> Account:
        return show_user(self._deps.accounts, self._id)

    def _show(self, account: Account) -> None:
        if not self._panel.tools.default_slot.children:
            with self._panel.tools:
                self._tools(account)
        self._facts.show(*_facts(account, self._words, self._visit))

    def _tools(self, account: Account) -> None:
        words, refused = self._words, self._visit.refusal(Policy.ADMIN)
        roles = [(role.value, self._visit.frame_words.roles[role]) for role in Role]
        with HtmlElement("div", "inline-form"):
            choice = Choice(words.role, roles, value=account.role)
            Button(words.change_role, lambda: self._change({"role": choice.value}, words.role_changed), refused=refused)
        Button(words.disable, self._disable, tone="danger", refused=refused)
        Button(words.enable, lambda: self._change({"disabled": False}, words.access_changed), refused=refused)

    async def _disable(self) -> None:
        words, account = self._words, self._panel.answer
        if account is None:
            return
        sentence = words.disable_sentence.format(account.email)
        action = words.disable.removesuffix(" …")
        if await confirmed(self._visit, words.disable_title, [sentence], action=action, typed=account.email):
            await self._change({"disabled": True}, words.access_changed)

    async def _change(self, fields: dict[str, Any], done: str) -> None:
        def work(_: str) -> Done[Account]:
            before = self._read()
            command = ChangeUser.model_validate(fields)
            after = change_user(self._deps.accounts, self._visit.principal, self._id, command)
            return Done(value=after, before=_access(before), after=_access(after))

        action = Action(name="user.changed", subject=self._id, policy=Policy.ADMIN)
        await self._visit.actor.perform(action, work, done=done)
        await self._panel.refresh()


def _facts(account: Account, words: AccountsWords, visit: Visit) -> list[Fact]:
    state, tone = account_state(account, words)
    return [
        Fact(words.state, state, tone=tone),
        Fact(words.email, account.email),
        Fact(words.name, account.name),
        Fact(words.role, visit.frame_words.roles[account.role]),
        Fact(words.mail_language, account.language.upper()),
        Fact(words.time_zone, account.time_zone),
        Fact(words.created, account.created_at),
    ]


def _access(account: Account) -> dict[str, Any]:
    return {"role": account.role.value, "disabled": account.disabled}
