"""One report: what it is, how far it has come, and what can be done with it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from esteira.reports.report import ReportJob, ReportState

from console.elements.controls import Button
from console.elements.text import HtmlElement, Text
from console.pages.reports.words import ReportsWords
from console.words.words import Words

Act = Callable[[ReportJob], Awaitable[None]]

TONES = {
    ReportState.QUEUED: "quiet",
    ReportState.RUNNING: "slow",
    ReportState.DONE: "normal",
    ReportState.FAILED: "alert",
    ReportState.CANCELLED: "quiet",
}


class ReportCard(HtmlElement):
    """The card. `show` changes what differs, so that a button keeps its focus while rows are counted."""

    def __init__(self, words: ReportsWords, common: Words, *, cancel: Act, download: Act) -> None:
        super().__init__("li", "report")
        self._words, self._common = words, common
        self._job: ReportJob | None = None
        self._cancel, self._download = cancel, download
        with self:
            with HtmlElement("div", "head"):
                self._title = Text(tag="h3")
                self._state = Text(role="pill")
            self._asked = Text(tag="p", role="note")
            self._bar = HtmlElement("progress")
            self._progress = Text(tag="p", role="progress")
            self._remark = Text(tag="p", role="remark")
            with HtmlElement("div", "buttons"):
                self._cancel_button = Button(words.cancel, self._do_cancel)
                self._download_button = Button(words.download, self._do_download, tone="primary")

    def show(self, job: ReportJob, now: datetime) -> None:
        """Show the report as it is now."""
        if job != self._job:
            self._show_what(job)
            self._show_progress(job, now)
        self._job = job

    def _show_what(self, job: ReportJob) -> None:
        words = self._words
        title = f"{words.kinds[job.kind]} · {job.format.upper()}"
        self._title.set_text(title)
        self.with_attributes(data_report=str(job.id), data_state=job.state.value, aria_label=title)
        self.update()
        self._state.set_text(words.states[job.state])
        self._state.classes(replace=f"pill {TONES[job.state]}")
        self._asked.set_text(" · ".join([words.requested.format(_time(job.requested_at)), *self._rows_of(job)]))

    def _rows_of(self, job: ReportJob) -> list[str]:
        words = self._words
        filters = [f"{words.fields[name]}: {words.values.get(value, value)}" for name, value in job.filters.items()]
        return [*(filters or [words.all_rows]), *([words.own_rows] if job.only_owner else [])]

    def _show_progress(self, job: ReportJob, now: datetime) -> None:
        running = job.state is ReportState.RUNNING
        self._bar.set_visibility(running)
        if running:
            self._bar.with_attributes(max=str(max(job.promised or 1, 1)), aria_label=self._words.states[job.state])
            self._bar.props.pop("value", None)
            if job.promised is not None:
                self._bar.props["value"] = str(job.done)
            self._bar.update()
        self._progress.set_text(" · ".join([*self._numbers(job), *self._life(job, now)]))
        self._remark.set_text(" · ".join(self._remarks(job)))
        self._cancel_button.set_visibility(job.is_active)
        self._download_button.set_visibility(job.expires_at is not None and job.expires_at > now)

    def _numbers(self, job: ReportJob) -> list[str]:
        words, common = self._words, self._common
        if job.promised is None:
            return [words.counting] if job.state is ReportState.RUNNING else []
        numbers = [words.written.format(common.count(job.done), common.count(job.promised))]
        if job.seconds_left is not None:
            numbers += [common.rate(job.rows_per_second), words.left.format(common.duration(job.seconds_left))]
        if job.size_bytes is not None:
            megabytes = f"{job.size_bytes / 1_000_000:.1f}".replace(".", common.decimal)
            numbers.append(words.size.format(megabytes))
        return numbers

    def _life(self, job: ReportJob, now: datetime) -> list[str]:
        if job.expires_at is None:
            return []
        is_kept = job.expires_at > now
        return [self._words.kept_until.format(_time(job.expires_at)) if is_kept else self._words.expired]

    def _remarks(self, job: ReportJob) -> list[str]:
        words, common = self._words, self._common
        found = [common.plural(words.cut, job.cut_cells)] if job.cut_cells else []
        found += [common.plural(words.replaced, job.replaced_cells)] if job.replaced_cells else []
        found += [common.reason(job.reason)] if job.reason else []
        return found + ([words.begun_again.format(job.starts)] if job.is_active and job.starts > 1 else [])

    async def _do_cancel(self) -> None:
        if self._job:
            await self._cancel(self._job)

    async def _do_download(self) -> None:
        if self._job:
            await self._download(self._job)


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
