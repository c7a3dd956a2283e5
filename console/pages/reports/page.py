"""The page of reports: the form, and the visitor's reports as they come on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from esteira.core.decoding import query_from
from esteira.core.http.policies import Policy
from esteira.reports.cancel_report import cancel_report
from esteira.reports.deps import ReportDeps
from esteira.reports.filters import StartReport
from esteira.reports.link_download import Download, link_download
from esteira.reports.read_reports import MOST_LISTED, ListReports, list_reports
from esteira.reports.report import ReportJob, ReportKind
from esteira.reports.start_report import start_report
from nicegui import ui

from console.elements.controls import Button
from console.elements.text import HtmlElement, Text
from console.frame.actions import Action, Done
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.reports.card import ReportCard
from console.pages.reports.form import ReportForm
from console.pages.reports.words import WORDS, ReportsWords

REFRESH_SECONDS = 1.0
ROWS = 20


async def reports_page(visit: Visit, _: LiveFeed, deps: ReportDeps) -> None:
    """Build it."""
    page = _ReportsPage(visit, WORDS[visit.preferences.language], deps)
    await page.list.refresh()
    visit.every(REFRESH_SECONDS, page.list.refresh, name="reports")


class _ReportsPage:
    def __init__(self, visit: Visit, words: ReportsWords, deps: ReportDeps) -> None:
        self._visit, self._words, self._deps = visit, words, deps
        self._limit = ROWS
        self._cards: dict[UUID, ReportCard] = {}
        with HtmlElement("section", "card").with_attributes(aria_label=words.new):
            Text(words.new, tag="h2")
            ReportForm(visit, words, self._start)
        self.list = Panel(visit, words.list, question=self._read, show=self._show)
        with self.list.content:
            self._none = Text(words.none, tag="p", role="note")
            self._items = HtmlElement("ul", "report-list")
            self._more = Button(visit.frame_words.more, self._show_more)

    def _read(self) -> Sequence[ReportJob]:
        return list_reports(self._deps.jobs, self._visit.principal, ListReports(limit=self._limit))

    def _show(self, jobs: Sequence[ReportJob]) -> None:
        self._none.set_visibility(not jobs)
        self._more.set_visibility(len(jobs) == self._limit < MOST_LISTED)
        if [job.id for job in jobs] != list(self._cards):
            self._items.clear()
            with self._items:
                self._cards = {job.id: self._card() for job in jobs}
        for job in jobs:
            self._cards[job.id].show(job, self._visit.clock())

    def _card(self) -> ReportCard:
        return ReportCard(self._words, self._visit.words, cancel=self._cancel, download=self._download)

    async def _show_more(self) -> None:
        self._limit = MOST_LISTED
        await self.list.refresh()

    async def _start(self, kind: ReportKind, fields: Mapping[str, object]) -> None:
        visit, deps = self._visit, self._deps

        def start(_: str) -> Done[ReportJob]:
            job = start_report(deps, visit.actor.who(), query_from(fields, StartReport))
            return Done(value=job, after={"id": str(job.id), **fields})

        action = Action(name="report.started", subject=kind.value, policy=policy_of(kind))
        await visit.actor.perform(action, start, done=self._words.started)
        await self.list.refresh()

    async def _cancel(self, job: ReportJob) -> None:
        visit, deps = self._visit, self._deps

        def cancel(_: str) -> Done[ReportJob]:
            cancelled = cancel_report(deps, visit.actor.who(), job.id)
            return Done(value=cancelled, before={"state": job.state.value}, after={"state": cancelled.state.value})

        action = Action(name="report.cancelled", subject=str(job.id), policy=Policy.VIEWER)
        await visit.actor.perform(action, cancel, done=self._words.cancelled)
        await self.list.refresh()

    async def _download(self, job: ReportJob) -> None:
        visit, deps = self._visit, self._deps

        def link(_: str) -> Done[Download]:
            return Done(value=link_download(deps, visit.actor.who(), job.id))

        action = Action(name="report.downloaded", subject=str(job.id), policy=policy_of(job.kind))
        if download := await visit.actor.perform(action, link, done=self._words.downloaded):
            ui.navigate.to(download.url)


def policy_of(kind: ReportKind) -> Policy:
    """Return who may start and download reports of this kind."""
    return Policy(kind.needed_role.value)
