"""The form with which look-ups are booked and changed: which fields it has, and the command that they make."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from esteira.core.decoding import decoded, query_from
from esteira.core.moments import DEFAULT_TIME_ZONE
from esteira.lookups.booking.book_lookup import GRACE_SECONDS, BookLookup
from esteira.lookups.booking.change_lookup import ChangeLookup
from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup, Misfire
from esteira.lookups.ranking import Priority
from esteira.lookups.schedules.recurrence import Weekday
from pydantic_core import to_json

from console.elements.controls import Check, Choice, Field
from console.elements.text import HtmlElement
from console.pages.lookups.words import LookupsWords

NEVER = "never"
"""The choice of `when` for a look-up that is kept, but not planned."""

SHOWN = {
    NEVER: (),
    "now": (),
    "at": ("at",),
    "day": ("time",),
    "week": ("days", "time"),
    "month": ("day", "time"),
    "cron": ("cron",),
}
"""Which fields a choice of `when` needs."""

EVERY = SHOWN.keys() - {NEVER, "now", "at"}
"""The choices that repeat."""

NEW: dict[str, Any] = {
    "cnpj": "",
    "when": "now",
    "at": "",
    "days": (),
    "day": "1",
    "time": "09:00",
    "cron": "",
    "time_zone": DEFAULT_TIME_ZONE,
    "priority": Priority.NORMAL,
    "misfire": Misfire.COALESCE,
    "grace": str(GRACE_SECONDS),
    "notify": True,
}
"""What a form for a new look-up is filled with."""


class LookupForm(HtmlElement):
    """The fields for one company. `booked`: the look-up that is changed, with which they are filled."""

    def __init__(self, words: LookupsWords, booked: Lookup | None = None) -> None:
        super().__init__("div", "lookup-form")
        filled = _filled(booked) if booked else NEW
        whens = list(words.whens.items())
        with self:
            self.cnpj = Field(words.cnpj, value=filled["cnpj"], autocomplete="off", maxlength="18")
            self.when = Choice(
                words.when,
                [*whens, (NEVER, words.never)] if booked else whens,
                value=filled["when"],
                on_change=self._show,
            )
            self.at = Field(words.at, kind="datetime-local", value=filled["at"])
            self.days = HtmlElement("fieldset", "days").with_attributes(aria_label=words.whens["week"])
            with self.days:
                self._days = {day: Check(text, value=day in filled["days"]) for day, text in words.weekdays.items()}
            self.day = Field(words.day_of_month, kind="number", value=filled["day"], min="1", max="31")
            self.time = Field(words.at_time, kind="time", value=filled["time"])
            self.cron = Field(words.cron, value=filled["cron"], hint=words.cron_hint)
            self.time_zone = Field(words.time_zone, value=filled["time_zone"])
            priorities = [(priority.value, words.priorities[priority]) for priority in Priority]
            self.priority = Choice(words.priority, priorities, value=filled["priority"])
            misfires = [(misfire.value, words.misfires[misfire]) for misfire in Misfire]
            self.misfire = Choice(words.misfire, misfires, value=filled["misfire"])
            self.grace = Field(words.grace, kind="number", value=filled["grace"])
            self.notify = Check(words.notify, value=filled["notify"])
        self._before = self._given()
        self._show(self.when.value)

    def command(self) -> BookLookup:
        """Return what is asked for. Raises `Unprocessable`."""
        return query_from(self._given(), BookLookup)

    def change(self, version: int) -> ChangeLookup:
        """Return what is different from what the form was filled with. Raises `Unprocessable`."""
        return decoded(to_json({"version": version, **changed_fields(self._before, self._given())}), ChangeLookup)

    def _given(self) -> dict[str, Any]:
        when = self.when.value
        return {
            "cnpj": self.cnpj.value or "-",
            "when": {"at": self.at.value or "-", "now": "now"}.get(when),
            "repeat": self._repeat(when) if when in EVERY else None,
            "priority": self.priority.value,
            "notify": self.notify.value,
            "misfire": self.misfire.value,
            "grace_seconds": whole(self.grace.value),
            "time_zone": self.time_zone.value.strip(),
        }

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


def _filled(booked: Lookup) -> dict[str, Any]:
    recurrence = booked.recurrence.model_dump() if booked.recurrence else {}
    due = booked.next_due_at
    local = f"{due.astimezone(ZoneInfo(booked.time_zone)):%Y-%m-%dT%H:%M}" if due and not recurrence else ""
    return {
        **NEW,
        "cnpj": formatted(booked.cnpj),
        "when": recurrence.get("every", "at" if due else NEVER),
        "at": local,
        "days": recurrence.get("days", ()),
        "day": str(recurrence.get("day", NEW["day"])),
        "time": recurrence.get("at", NEW["time"]),
        "cron": recurrence.get("cron", ""),
        "time_zone": booked.time_zone,
        "priority": booked.priority,
        "misfire": booked.misfire,
        "grace": str(booked.grace_seconds),
        "notify": booked.notify,
    }


def changed_fields(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is different.

    A time is one of its zone, and goes with it. Without a time and a repetition, nothing is to be left planned.
    """
    different = {name: value for name, value in given.items() if value != before[name]}
    if given["when"] and "time_zone" in different:
        different["when"] = given["when"]
    if different.keys() & {"when", "repeat"} and given["when"] is None:
        different["repeat"] = given["repeat"]
    return different


def whole(text: str) -> int | str:
    """Return the number that was typed, or the text, for its model to refuse."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text or "-"
