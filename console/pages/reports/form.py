"""The form that starts a report: what its rows are, the format, and the filters of that kind."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from esteira.consumer.outcomes import AttemptStatus
from esteira.core.names import LANES
from esteira.core.payments import PaymentState
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import FailureState
from esteira.lookups.lookup_task import TaskState
from esteira.reports.filters import FILTERS
from esteira.reports.report import ReportFormat, ReportKind, may_see

from console.elements.controls import Button, Choice, Field
from console.elements.text import HtmlElement, Text
from console.frame.visit import Visit
from console.pages.reports.words import ReportsWords

Start = Callable[[ReportKind, Mapping[str, object]], Awaitable[None]]
"""Starts a report of this kind, with the fields of `POST /reports`."""

TIMES = ("since", "until")
CHOICES: Mapping[tuple[ReportKind | None, str], Sequence[str]] = {
    (None, "lane"): LANES,
    (None, "payment_state"): tuple(PaymentState),
    (None, "status"): tuple(AttemptStatus),
    (None, "outcome"): ("done", "refused", "failed"),
    (ReportKind.LOOKUPS, "state"): tuple(TaskState),
    (ReportKind.FAILURES, "state"): tuple(FailureState),
    (ReportKind.FAILURES, "kind"): tuple(ErrorKind),
}
"""What may be chosen in a filter: of one kind, or of all kinds that have it. Others are typed."""


class ReportForm(HtmlElement):
    """The form. A change of the kind shows the filters of that kind."""

    def __init__(self, visit: Visit, words: ReportsWords, start: Start) -> None:
        super().__init__("div", "report-form")
        self._words, self._start = words, start
        kinds = [(kind.value, words.kinds[kind]) for kind in ReportKind if may_see(visit.principal, kind)]
        formats = [(each.value, each.value.upper()) for each in ReportFormat]
        self._filters: dict[str, Choice | Field] = {}
        with self:
            with HtmlElement("div", "form"):
                self._kind = Choice(words.kind, kinds, on_change=self._show_filters)
                self._format = Choice(words.format, formats, on_change=self._show_limits)
            self._fields = HtmlElement("div", "form")
            with HtmlElement("div", "start"):
                self._limits = Text(tag="p", role="note")
                Button(words.start, self._go, tone="primary")
        self._show_filters(self._kind.value)
        self._show_limits(self._format.value)

    def _show_filters(self, value: str) -> None:
        kind = ReportKind(value)
        self._fields.clear()
        with self._fields:
            self._filters = {name: self._field(kind, name) for name in _names(kind)}

    def _field(self, kind: ReportKind, name: str) -> Choice | Field:
        label, choices = self._words.fields[name], CHOICES.get((kind, name)) or CHOICES.get((None, name))
        if choices is None:
            return Field(label, kind="datetime-local" if name in TIMES else "text", maxlength="200")
        options = [(str(value), self._words.values.get(value, value.replace("_", " "))) for value in choices]
        return Choice(label, [("", self._words.anything), *options])

    def _show_limits(self, value: str) -> None:
        self._limits.set_text(self._words.limits[ReportFormat(value)])

    async def _go(self) -> None:
        kind = ReportKind(self._kind.value)
        given = {name: _given(name, field.value) for name, field in self._filters.items() if field.value.strip()}
        await self._start(kind, {"kind": kind.value, "format": self._format.value, "filters": given})


def _names(kind: ReportKind) -> list[str]:
    """Return the filters of a kind, the times first."""
    return [*TIMES, *(name for name in FILTERS[kind].model_fields if name not in TIMES)]


def _given(name: str, value: str) -> str:
    """Return the value as a request has it: browsers leave out seconds and zone of a time."""
    return f"{value[:16]}:00Z" if name in TIMES else value.strip()
