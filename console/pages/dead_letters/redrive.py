"""The page of one bulk redrive: how far it has come, why it ended, and stopping it."""

from uuid import UUID

from esteira.core.errors import NotFound
from esteira.core.http.policies import Policy
from esteira.workbench.redrive_job import OPEN, UNDO, JobState, RedriveJob
from esteira.workbench.start_redrive import found_job
from esteira.workbench.undo_redrive import LANE
from nicegui import ui

from console.elements.controls import Button
from console.elements.facts import Fact, Facts
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.dead_letters.actions import repeat, stop, undo
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.rows import REDRIVES
from console.pages.dead_letters.sending import redrive_path
from console.pages.dead_letters.words import WORDS, DeadLettersWords

REFRESH_SECONDS = 1
TONES = {
    JobState.READY: "quiet",
    JobState.WATCHING: "slow",
    JobState.RUNNING: "slow",
    JobState.DONE: "normal",
    JobState.STOPPED: "quiet",
    JobState.FAILED: "alert",
    JobState.UNDOING: "slow",
    JobState.UNDONE: "quiet",
}


async def redrive_page(visit: Visit, _: LiveFeed, deps: DeadLettersDeps) -> None:
    """Build it. All of it is kept in the store, so a reload shows the same."""
    page = RedrivePage(visit, deps)
    await page.panel.refresh()
    visit.every(REFRESH_SECONDS, page.panel.refresh, name="redrive")


class RedrivePage:
    """The page while it is open."""

    def __init__(self, visit: Visit, deps: DeadLettersDeps) -> None:
        self._visit, self._deps = visit, deps
        self._words: DeadLettersWords = WORDS[visit.preferences.language]
        self.panel = Panel(visit, self._words.redrive, question=self._read, show=self._show, role="redrive")
        with self.panel.tools:
            refused = visit.refusal(Policy.OPERATOR)
            self._stop_button = Button(self._words.stop, self._stop, refused=refused)
            self._undo_button = Button(self._words.undo, self._undo, refused=refused)
            self._repeat_button = Button(self._words.repeat, self._repeat, refused=refused)
            Text(self._words.redrives, tag="a", role="button").props["href"] = REDRIVES
        with self.panel.content:
            self._bar = HtmlElement("progress")
            self._progress = Text(tag="p")
            self._facts = Facts(visit.words.locale)

    def _read(self) -> RedriveJob:
        return found_job(self._deps.bulk.jobs, _job_id(self._visit.path["redrive"]))

    def _show(self, job: RedriveJob) -> None:
        settled = job.sent + job.gone + job.undone
        total = settled + job.waiting
        count = self._visit.words.count
        text = self._words.progress.format(count(settled), count(total))
        self._bar.with_attributes(max=str(max(total, 1)), value=str(settled), aria_label=text)
        self._bar.update()
        self._progress.set_text(text)
        self._stop_button.set_visibility(job.state in OPEN)
        self._undo_button.set_visibility(job.lane == LANE and job.state not in UNDO)
        self._repeat_button.set_visibility(job.state not in OPEN)
        self._facts.show(*self._facts_of(job))

    def _facts_of(self, job: RedriveJob) -> list[Fact]:
        words, texts = self._words, self._visit.words
        rate = words.fast if job.per_second is None else texts.rate(job.per_second)
        return [
            Fact(words.state, words.states[job.state], tone=TONES[job.state]),
            Fact(words.reason, words.reasons.get(job.reason, job.reason)),
            Fact(words.lane, texts.lane_names[job.lane]),
            Fact(words.waiting, texts.count(job.waiting)),
            Fact(words.sent, texts.count(job.sent)),
            Fact(words.gone, texts.count(job.gone)),
            Fact(words.undone, texts.count(job.undone)),
            Fact(words.pace, f"{rate}, {words.canary_first if job.canary else words.no_canary}"),
            Fact(words.by, job.by),
            Fact(words.repeats, str(job.repeats) if job.repeats else None, href=f"{REDRIVES}/{job.repeats}"),
            Fact(words.created, job.created_at),
        ]

    async def _stop(self) -> None:
        if self.panel.answer:
            await stop(self._visit, self._words, self._deps, self.panel.answer)
            await self.panel.refresh()

    async def _undo(self) -> None:
        if self.panel.answer:
            await undo(self._visit, self._words, self._deps, self.panel.answer)
            await self.panel.refresh()

    async def _repeat(self) -> None:
        if self.panel.answer and (job := await repeat(self._visit, self._words, self._deps, self.panel.answer)):
            ui.navigate.to(redrive_path(job))


def _job_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("(no redrive has this id)") from None
