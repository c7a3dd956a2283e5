"""The page of one's own account: who one is, and one's sessions, to be ended."""

from collections.abc import Sequence

from esteira.accounts.end_sessions import end_all_sessions, end_session, list_sessions
from esteira.accounts.session import Session
from esteira.core.http.policies import Policy
from nicegui import ui

from console.elements.controls import Button
from console.elements.data_table import Column, Row, TableEvents
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.accounts.deps import AccountPageDeps
from console.pages.me.words import WORDS, MeWords

REFRESH_SECONDS = 5


async def me_page(visit: Visit, _: LiveFeed, deps: AccountPageDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]
    with HtmlElement("section", "card").with_attributes(aria_label=words.account):
        Text(words.account, tag="h2")
        Facts(visit.words.locale).show(
            Fact(words.name, visit.principal.name),
            Fact(words.role, visit.frame_words.roles[visit.principal.role]),
            Fact(words.id, visit.principal.id, code=True),
        )
    sessions = _Sessions(visit, words, deps)
    await sessions.panel.refresh()
    visit.every(REFRESH_SECONDS, sessions.panel.refresh, name="sessions")


class _Sessions:
    def __init__(self, visit: Visit, words: MeWords, deps: AccountPageDeps) -> None:
        self._visit, self._words, self._deps = visit, words, deps
        self._chosen: Sequence[str] = ()
        self.panel = PagedTable(
            visit,
            words.sessions,
            _columns(words),
            page=self._page,
            empty=words.none,
            events=TableEvents(select=self._choose),
        )
        with self.panel.tools:
            Button(words.end_chosen, self._end_chosen)
            Button(words.end_all, self._end_all, tone="danger")

    def _page(self, _: str | None) -> TablePage:
        sessions = list_sessions(self._deps.accounts, self._visit.principal)
        return TablePage(rows=[_row(each, self._visit.principal.session, self._words) for each in sessions], after=None)

    def _choose(self, keys: Sequence[str]) -> None:
        self._chosen = keys

    async def _end_chosen(self) -> None:
        if not self._chosen:
            ui.notify(self._words.choose_first)
        for session_id in self._chosen:
            await self._end(session_id)
        if self._visit.principal.session in self._chosen:
            ui.navigate.to("/sign-in")
        else:
            await self.panel.refresh()

    async def _end(self, session_id: str) -> None:
        def work(_: str) -> Done[Session]:
            ended = end_session(self._deps.accounts, self._visit.principal, session_id)
            return Done(value=ended, before={"agent": ended.agent, "since": ended.created_at.isoformat()})

        action = Action(name="session.ended", subject=session_id, policy=Policy.SIGNED_IN)
        await self._visit.actor.perform(action, work, done=self._words.ended)

    async def _end_all(self) -> None:
        words, visit = self._words, self._visit
        action = words.end_all.removesuffix(" …")
        if not await confirmed(visit, words.end_all_title, [words.end_all_sentence], action=action):
            return

        def work(_: str) -> Done[int]:
            ended = end_all_sessions(self._deps.accounts, visit.principal)
            return Done(value=ended, after={"ended": ended})

        everywhere = Action(name="sessions.ended", subject=visit.principal.id, policy=Policy.SIGNED_IN)
        if await visit.actor.perform(everywhere, work, done=words.ended_all.format):
            ui.navigate.to("/sign-in")


def _columns(words: MeWords) -> list[Column]:
    return [
        Column(key="agent", label=words.browser, wide=True),
        Column(key="where", label=words.where, kind="state"),
        Column(key="since", label=words.since, kind="time"),
        Column(key="expires", label=words.expires, kind="time"),
    ]


def _row(session: Session, current: str | None, words: MeWords) -> Row:
    is_here = session.id == current
    return {
        "key": session.id,
        "agent": session.agent or None,
        "where": {"text": words.here, "tone": "normal"} if is_here else {"text": words.elsewhere, "tone": "quiet"},
        "since": session.created_at,
        "expires": session.expires_at,
    }
