"""Parses the time to replay, and the fields of a configuration that are given for all lanes or by lane."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta

import typer
from esteira.core.names import Lane
from esteira.scaling.config_rules import Document

from infra.cli.flow_control import lane_of
from infra.cli.moments import duration_of

LONGEST = timedelta(days=1)
"""How long ticks are recorded for."""
DEFAULT = timedelta(hours=1)
HOUR = timedelta(hours=1)

OPTIONS = {
    "weight": "--weights",
    "max_workers": "--lane-max",
    "min_workers": "--min",
    "target_seconds": "--target",
}


def recorded_time(now: datetime, *, hour: int | None, date: str, last: str) -> tuple[datetime, datetime]:
    """Return the beginning and the end, in local time. Raises `BadParameter`, which says what is accepted."""
    if hour is not None:
        if last:
            raise typer.BadParameter("give --hour or --last, not both", param_hint="--last")
        since = _beginning(now, hour, date)
        return since, since + HOUR
    if date:
        raise typer.BadParameter("give --hour too", param_hint="--date")
    return now.astimezone() - _duration(last), now.astimezone()


def document_of(
    lanes: Sequence[Lane],
    per_lane: Mapping[str, str],
    overall: Mapping[str, float | None],
    *,
    functions: bool | None,
) -> Document:
    """Return the fields that are given, as a document of the configuration. Raises `BadParameter` for unclear ones."""
    fields: dict[Lane, dict[str, object]] = {lane: {} for lane in lanes}
    for name, text in per_lane.items():
        for lane, value in _values(text, lanes, OPTIONS[name], whole=name == "weight").items():
            fields[lane][name] = value if name == "target_seconds" else int(value)
    if functions is not None:
        fields = {lane: {**given, "functions": functions} for lane, given in fields.items()}
    return {"lanes": fields, **{name: value for name, value in overall.items() if value is not None}}


def _beginning(now: datetime, hour: int, date: str) -> datetime:
    if date:
        return _at(_day(date), hour)
    today = _at(now.astimezone(), hour)
    return today if today <= now else _at(now.astimezone() - LONGEST, hour)


def _at(day: datetime, hour: int) -> datetime:
    return datetime.combine(day.date(), time(hour)).astimezone()


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except ValueError:
        raise typer.BadParameter("a day like 2026-07-01", param_hint="--date") from None


def _duration(text: str) -> timedelta:
    try:
        return duration_of(text, longest=LONGEST) if text else DEFAULT
    except ValueError:
        raise typer.BadParameter("a duration such as 10m or 2h, a day at most", param_hint="--last") from None


def _values(text: str, lanes: Sequence[Lane], option: str, *, whole: bool) -> Mapping[Lane, float]:
    """Return the values by lane. With `whole` every lane needs its own, otherwise one may stand for all."""
    if not text:
        return {}
    found = dict(_named(text, option)) if "=" in text else dict(_in_order(text, lanes, option, whole=whole))
    if whole and (missing := [lane for lane in lanes if lane not in found]):
        raise typer.BadParameter(f"no weight for {', '.join(missing)}: name all lanes", param_hint=option)
    return found


def _named(text: str, option: str) -> Iterator[tuple[Lane, float]]:
    for part in text.split(","):
        name, _, value = part.partition("=")
        yield lane_of(name.strip(), hint=option), _number(value, option)


def _in_order(text: str, lanes: Sequence[Lane], option: str, *, whole: bool) -> Iterator[tuple[Lane, float]]:
    parts = [_number(part, option) for part in text.split("/")]
    if len(parts) == 1 and not whole:
        parts *= len(lanes)
    if len(parts) != len(lanes):
        raise typer.BadParameter(
            f"{len(parts)} for {len(lanes)} lanes: give {'/'.join(f'<{lane}>' for lane in lanes)}, or LANE=N,…",
            param_hint=option,
        )
    yield from zip(lanes, parts, strict=True)


def _number(text: str, option: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise typer.BadParameter(f"{text.strip() or 'nothing'} is not a number", param_hint=option) from None
    if option != OPTIONS["target_seconds"] and not value.is_integer():
        raise typer.BadParameter(f"{text.strip()} is not a whole number", param_hint=option)
    return value
