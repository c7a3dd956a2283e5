"""What is run of a look-up that is due, also after a downtime. Pure: decide here, act elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from esteira.lookups.lookup import Lookup, Misfire
from esteira.lookups.schedules.occurrences import next_occurrence, occurrences
from esteira.lookups.schedules.recurrence import Recurrence

MAX_RUNS = 1000
"""Runs that `run_all` makes at once: of the newest times."""


LOOKED_BACK = [timedelta(days=4), timedelta(days=40), timedelta(days=400)]
"""How far times are looked for that are run. After a year without the schedule a look-up of every five minutes has
missed 105,000, of which none but the newest matter; four days have more than `MAX_RUNS` of them.
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run. `catch_up`: it is late beyond the grace, or stands for times that are."""

    due_at: datetime
    catch_up: bool


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is run now, when the look-up is due next, and how many times get no run of their own.

    After a downtime of more than four days there may be more of these than `without_run` says.
    """

    runs: Sequence[Run]
    next_due_at: datetime | None
    without_run: int = 0


def decide(lookup: Lookup, now: datetime) -> Decision:
    """Return what becomes of a look-up's times until now."""
    times = _due(lookup, now)
    runs = _runs(lookup, times, now)
    return Decision(runs=runs, next_due_at=_next(lookup, now), without_run=len(times) - len(runs))


def _runs(lookup: Lookup, times: Sequence[datetime], now: datetime) -> Sequence[Run]:
    missed_before = now - timedelta(seconds=lookup.grace_seconds)
    if not times:
        return []
    if lookup.misfire is Misfire.COALESCE:
        return [Run(due_at=times[-1], catch_up=times[0] < missed_before)]
    runs = [Run(due_at=at, catch_up=at < missed_before) for at in times]
    if lookup.misfire is Misfire.SKIP:
        runs = [run for run in runs if not run.catch_up]
    return runs[-MAX_RUNS:]


def _due(lookup: Lookup, now: datetime) -> Sequence[datetime]:
    first = lookup.next_due_at
    if first is None or first > now:
        return []
    if lookup.recurrence is None:
        return [first]
    enough = MAX_RUNS if lookup.misfire is Misfire.RUN_ALL else 1
    for looked_back in LOOKED_BACK:
        if now - looked_back <= first:
            break
        times = _between(lookup.recurrence, lookup.time_zone, now - looked_back, now)
        if len(times) >= enough:
            return times
    return [first, *_between(lookup.recurrence, lookup.time_zone, first, now)]


def _between(recurrence: Recurrence, time_zone: str, after: datetime, until: datetime) -> Sequence[datetime]:
    times = (placed.at for placed in occurrences(recurrence, time_zone, after))
    return list(takewhile(lambda at: at <= until, times))


def _next(lookup: Lookup, now: datetime) -> datetime | None:
    if lookup.next_due_at is None or lookup.next_due_at > now:
        return lookup.next_due_at
    return next_occurrence(lookup.recurrence, lookup.time_zone, now) if lookup.recurrence else None
