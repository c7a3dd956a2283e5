"""The form with which look-ups are booked: which fields it has, and the command that they make."""

from esteira.core.decoding import query_from
from esteira.core.moments import DEFAULT_TIME_ZONE
from esteira.lookups.booking.book_lookup import GRACE_SECONDS, BookLookup
from esteira.lookups.lookup import Misfire
from esteira.lookups.ranking import Priority
from esteira.lookups.schedules.recurrence import Weekday

from console.elements.controls import Check, Choice, Field
from console.elements.text import HtmlElement
from console.pages.lookups.words import LookupsWords

SHOWN = {
    "now": (),
    "at": ("at",),
    "day": ("time",),
    "week": ("days", "time"),
    "month": ("day", "time"),
    "cron": ("cron",),
}
"""Which fields a choice of `when` needs."""


class LookupForm(HtmlElement):
    """The fields for one company."""

    def __init__(self, words: LookupsWords) -> None:
        super().__init__("div", "lookup-form")
        with self:
            self.cnpj = Field(words.cnpj, autocomplete="off", maxlength="18")
            self.when = Choice(words.when, list(words.whens.items()), on_change=self._show)
            self.at = Field(words.at, kind="datetime-local")
            self.days = HtmlElement("fieldset", "days").with_attributes(aria_label=words.whens["week"])
            with self.days:
                self._days = {day: Check(text) for day, text in words.weekdays.items()}
            self.day = Field(words.day_of_month, kind="number", value="1", min="1", max="31")
            self.time = Field(words.at_time, kind="time", value="09:00")
            self.cron = Field(words.cron, hint=words.cron_hint)
            self.time_zone = Field(words.time_zone, value=DEFAULT_TIME_ZONE)
            priorities = [(priority.value, words.priorities[priority]) for priority in Priority]
            self.priority = Choice(words.priority, priorities, value=Priority.NORMAL.value)
            misfires = [(misfire.value, words.misfires[misfire]) for misfire in Misfire]
            self.misfire = Choice(words.misfire, misfires, value=Misfire.COALESCE.value)
            self.grace = Field(words.grace, kind="number", value=str(GRACE_SECONDS))
            self.notify = Check(words.notify, value=True)
        self._show("now")

    def command(self) -> BookLookup:
        """Return what is asked for. Raises `Unprocessable`."""
        when = self.when.value
        return query_from(
            {
                "cnpj": self.cnpj.value or "-",
                "when": (self.at.value or "-") if when == "at" else "now",
                "repeat": None if when in ("now", "at") else self._repeat(when),
                "priority": self.priority.value,
                "notify": self.notify.value,
                "misfire": self.misfire.value,
                "grace_seconds": whole(self.grace.value),
                "time_zone": self.time_zone.value.strip(),
            },
            BookLookup,
        )

    def _repeat(self, every: str) -> dict[str, object]:
        values: dict[str, object] = {
            "at": self.time.value,
            "days": [day.value for day in Weekday if self._days[day].value],
            "day": whole(self.day.value),
            "cron": self.cron.value.strip(),
        }
        names = {"time": "at"}
        return {"every": every, **{name: values[name] for name in (names.get(each, each) for each in SHOWN[every])}}

    def _show(self, when: str) -> None:
        for name in ("at", "days", "day", "time", "cron"):
            getattr(self, name).set_visibility(name in SHOWN[when])


def whole(text: str) -> int | str:
    """Return the number that was typed, or the text, for its model to refuse."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text or "-"
