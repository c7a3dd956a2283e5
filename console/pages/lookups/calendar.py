"""The calendar of one's own look-ups, a month or a week of it."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from esteira.core.errors import Unprocessable
from esteira.core.moments import DEFAULT_TIME_ZONE, known_time_zone
from esteira.lookups.booking.calendar import Calendar, EntryKind, ShowCalendar, show_calendar
from esteira.lookups.booking.preview_lookups import ends_of_waiting
from esteira.lookups.cnpj import formatted

from console.elements.controls import Button
from console.elements.text import HtmlElement, Text
from console.frame.filters import Filters
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.lookups.calendar_words import WORDS, CalendarWords
from console.pages.lookups.days import DAY, Chip, View, begin_of, folded, neighbour, weeks_of
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.moving import Mover
from console.pages.lookups.page import PATH
from console.pages.lookups.words import WORDS as LIST_WORDS

CALENDAR_PATH = f"{PATH}/calendar"
REFRESH_SECONDS = 30
MOST_CHIPS = {View.MONTH: 5, View.WEEK: 40}
"""What a day shows. In a month, the others are found in their week."""

SIGNS = {EntryKind.PAST: "●", EntryKind.UNDER_WAY: "◐", EntryKind.PLANNED: "○", EntryKind.CATCH_UP: "↻"}


async def calendar_page(visit: Visit, _: LiveFeed, deps: LookupsDeps) -> None:
    """Build it. An address that names no day or zone is told, with the fields to mend it."""
    words = WORDS[visit.preferences.language]
    with HtmlElement("p", "back"):
        Text(LIST_WORDS[visit.preferences.language].all_mine, tag="a").props["href"] = PATH
    filters = Filters(visit, CALENDAR_PATH)
    filters.choice("view", words.view, [(View.WEEK.value, words.week)], anything=words.month)
    filters.fields({"zone": words.time_zone, "day": words.day}, search=words.go)
    try:
        shown = _CalendarPanel(visit, words, deps)
    except Unprocessable as error:
        Text(visit.words.reason(error.public_message), tag="p", role="note warning").props["role"] = "alert"
        return
    await shown.panel.refresh()
    visit.every(REFRESH_SECONDS, shown.panel.refresh, name="calendar")


class _CalendarPanel:
    def __init__(self, visit: Visit, words: CalendarWords, deps: LookupsDeps) -> None:
        self._visit, self._words, self._deps = visit, words, deps
        self._zone, self._view, self._day = _asked(visit)
        self._weeks = weeks_of(self._view, self._day)
        self._last: Calendar | None = None
        self.panel = Panel(visit, self._title(), question=self._question, show=self._show)
        self._mover = Mover(visit, deps, self._zone, self.panel.refresh)
        with self.panel.tools:
            for step, text in ((-1, words.before), (1, words.after)):
                Text(text, tag="a", role="button").props["href"] = self._address(
                    self._view, neighbour(self._view, self._day, step)
                )
        with self.panel.content:
            _legend(words)
            Text(f"{words.time_zone}: {self._zone}", tag="p", role="note")
            self._cut = Text(tag="p", role="note warning")
            self._table = HtmlElement("table", f"calendar {self._view}").with_attributes(aria_label=self._title())

    def _title(self) -> str:
        first = self._weeks[0][0]
        if self._view is View.WEEK:
            return self._words.week_of.format(f"{first:{self._words.date}}")
        return f"{self._words.months[self._day.month - 1]} {self._day.year}"

    def _address(self, view: View, day: date) -> str:
        return f"{CALENDAR_PATH}?view={view}&day={day}&zone={self._zone}"

    def _question(self) -> Calendar:
        since, until = begin_of(self._weeks[0][0], self._zone), begin_of(self._weeks[-1][-1] + DAY, self._zone)
        query = ShowCalendar.model_validate({"from": since, "to": until})
        ends = partial(ends_of_waiting, self._deps.preview)
        return show_calendar(self._deps.store, self._visit.clock, ends, self._visit.principal.id, query)

    def _show(self, calendar: Calendar) -> None:
        """Draw only what is new: a chip that is being dragged or has the focus stays."""
        if calendar == self._last:
            return
        self._last = calendar
        self._cut.set_text(self._told_cut(calendar))
        self._table.clear()
        chips = folded(calendar.entries, self._zone)
        with self._table:
            with HtmlElement("thead"), HtmlElement("tr"):
                for name in self._words.weekdays:
                    Text(name, tag="th").props["scope"] = "col"
            with HtmlElement("tbody"):
                for week in self._weeks:
                    with HtmlElement("tr"):
                        for day in week:
                            self._cell(day, chips.get(day, ()))

    def _told_cut(self, calendar: Calendar) -> str:
        if not calendar.is_cut or not calendar.entries:
            return ""
        last = calendar.entries[-1].at.astimezone(ZoneInfo(self._zone))
        return self._words.cut.format(f"{last:{self._words.moment}}")

    def _cell(self, day: date, chips: Sequence[Chip]) -> None:
        today = day == self._visit.clock().astimezone(ZoneInfo(self._zone)).date()
        is_other = self._view is View.MONTH and day.month != self._day.month
        role = f"{'' if chips else 'none'} {'today' if today else ''} {'other' if is_other else ''}"
        with HtmlElement("td", role).with_attributes(data_day=str(day)) as cell:
            with HtmlElement("span", "day"):
                # Where the titles of the columns are not shown.
                Text(f"{self._words.weekdays[day.weekday()]} ", role="weekday")
                Text(f"{day:{self._words.date}}" if day.day == 1 else str(day.day))
            most = MOST_CHIPS[self._view]
            for chip in chips[:most]:
                self._chip(chip)
            if len(chips) > most:
                more = Text(self._words.more.format(len(chips) - most), tag="a")
                more.props["href"] = self._address(View.WEEK, day)
        cell.on("dragover", js_handler="(e) => e.preventDefault()")
        cell.on("drop", lambda event: self._mover.dropped(str(event.args), day), js_handler=DROPPED)

    def _chip(self, chip: Chip) -> None:
        entry, words = chip.first, self._words
        at = entry.at.astimezone(ZoneInfo(self._zone))
        times = f" ×{chip.count}" if chip.count > 1 else ""
        end = entry.predicted_end
        until = f" → {end.astimezone(ZoneInfo(self._zone)):%H:%M}" if end else ""
        when, cnpj = f"{at:%H:%M}{until}{times}", formatted(entry.cnpj)
        # A week has room for two lines.
        text = f"{SIGNS[entry.kind]} {when}\n{cnpj}"
        button = Button(text, partial(self._mover.opened, entry), tone=f"plain chip {entry.kind}")
        button.props["aria-label"] = button.props["title"] = f"{words.kinds[entry.kind]}, {text[2:]}"
        if entry.kind is EntryKind.PLANNED and not entry.repeats:
            button.props["draggable"] = "true"
            button.on("dragstart", js_handler=DRAGGED % (entry.lookup_id, at.isoformat()))


DRAGGED = "(e) => e.dataTransfer.setData('text/plain', '%s %s')"
DROPPED = "(e) => { e.preventDefault(); emit(e.dataTransfer.getData('text/plain')); }"


def _legend(words: CalendarWords) -> None:
    with HtmlElement("ul", "legend").with_attributes(aria_label=words.legend):
        for kind, sign in SIGNS.items():
            Text(f"{sign} {words.kinds[kind]}", tag="li")


def _asked(visit: Visit) -> tuple[str, View, date]:
    """The zone, the view and the day that the address names. Raises `Unprocessable`."""
    try:
        zone = known_time_zone(visit.query.get("zone") or DEFAULT_TIME_ZONE)
        today = visit.clock().astimezone(ZoneInfo(zone)).date()
        day = date.fromisoformat(visit.query["day"]) if visit.query.get("day") else today
        return zone, View(visit.query.get("view") or View.MONTH), day
    except ValueError as error:
        raise Unprocessable(f"({error})") from None
