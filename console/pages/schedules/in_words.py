"""A schedule in words. Pure. A field that has no short sentence is said by its own signs."""

import re
from collections.abc import Sequence

from esteira.stack.schedules.expression import AwsCron, Rate, Schedule

from console.pages.schedules.words import SchedulesWords

ANY = frozenset({"*", "?"})
_STEP = re.compile(r"(?:0|\*)/(\d+)")
_NAMES_OF_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_NAMES_OF_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def in_words(schedule: Schedule, words: SchedulesWords) -> str:
    """Return when it fires, such as `on Monday to Friday at 09:00 UTC`."""
    if isinstance(schedule, Rate):
        one, several = words.each[schedule.unit]
        return one if schedule.count == 1 else several.format(schedule.count)
    return " ".join(part for part in (*_days(schedule, words), _clock(schedule, words)) if part)


def _clock(cron: AwsCron, words: SchedulesWords) -> str:
    step = _STEP.fullmatch(cron.minutes)
    if cron.hours == "*" and (cron.minutes == "*" or step):
        return words.every_minutes.format(step[1]) if step else words.every_minute
    if cron.hours == "*" and cron.minutes.isdigit():
        return words.minute_of_hours.format(cron.minutes)
    hours, minutes = cron.hours.split(","), cron.minutes.split(",")
    if all(part.isdigit() for part in (*hours, *minutes)):
        times = [f"{int(hour):02}:{int(minute):02}" for hour in hours for minute in minutes]
        return words.at.format(_joined(times, words))
    return words.fields.format(cron.minutes, cron.hours)


def _days(cron: AwsCron, words: SchedulesWords) -> Sequence[str]:
    months = (
        "" if cron.months in ANY else words.in_months.format(_named(cron.months, _NAMES_OF_MONTHS, words.months, words))
    )
    years = "" if cron.years in ANY else words.in_years.format(_joined(cron.years.split(","), words))
    often = cron.hours == "*"
    return [_day(cron, words) or ("" if often or months else words.every_day), months, years]


def _day(cron: AwsCron, words: SchedulesWords) -> str:
    if cron.weekdays not in ANY:
        return words.on_weekdays.format(_weekdays(cron.weekdays.upper(), words))
    if cron.days in ANY:
        return ""
    return words.last_day if cron.days.upper() == "L" else words.on_days.format(_joined(cron.days.split(","), words))


def _weekdays(field: str, words: SchedulesWords) -> str:
    if "#" in field:
        day, number = field.split("#")
        return words.nth.format(_name(day, _NAMES_OF_DAYS, words.weekdays), number)
    if len(field) > 1 and field.endswith("L"):
        return words.last_weekday.format(_name(field[:-1], _NAMES_OF_DAYS, words.weekdays))
    return _named("7" if field == "L" else field, _NAMES_OF_DAYS, words.weekdays, words)


def _named(field: str, short: Sequence[str], names: Sequence[str], words: SchedulesWords) -> str:
    return _joined([_range(part, short, names, words) for part in field.split(",")], words)


def _range(part: str, short: Sequence[str], names: Sequence[str], words: SchedulesWords) -> str:
    first, dash, last = part.partition("-")
    return (
        words.until.format(_name(first, short, names), _name(last, short, names))
        if dash
        else _name(first, short, names)
    )


def _name(value: str, short: Sequence[str], names: Sequence[str]) -> str:
    if value.upper() in short:
        return names[short.index(value.upper())]
    return names[int(value) - 1] if value.isdigit() else value


def _joined(parts: Sequence[str], words: SchedulesWords) -> str:
    return words.conjunction.format(", ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else parts[0]
