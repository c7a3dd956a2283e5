"""A recorded time under another configuration: what happened, the same time replayed as configured now, and proposed.

The proposal is to be held against the replay of the present configuration, which errs in the same way. How far that
one is from what happened says how good the replay is, where the configuration was the same then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from esteira.core.errors import NotFound
from esteira.scaling.config import ConfigVersion
from esteira.scaling.config_change import apply_change
from esteira.scaling.config_rules import Document
from esteira.scaling.recording.ports import TickRecord
from esteira.scaling.recording.recorded_tick import RecordedTick
from esteira.scaling.what_if.crew import Timing
from esteira.scaling.what_if.happened import happened, measured_timing
from esteira.scaling.what_if.load import Load
from esteira.scaling.what_if.outcome import Outcome
from esteira.scaling.what_if.read_load import load_of, seconds_without_ticks
from esteira.scaling.what_if.replay import replay

FEWEST_TICKS = 2
"""One alone shows no time that passed."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a replay needs of a recorded time. `silent_seconds`: in between, no manager recorded anything."""

    since: datetime
    until: datetime
    silent_seconds: float
    load: Load
    timing: Timing
    happened: Outcome


@dataclass(frozen=True, kw_only=True)
class ErrorPercent:
    """How far the replay of the present configuration is from what happened, in percent of what happened."""

    waiting: float
    worker_minutes: float


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A recorded time three times."""

    recorded: Recorded
    present: Outcome
    proposed: Outcome

    @property
    def error_percent(self) -> ErrorPercent | None:
        """Of mean waiting and worker minutes of all lanes; None where nobody waited, or nobody worked."""
        then, now = self.recorded.happened, self.present
        if not (then.waiting.mean and then.worker_minutes):
            return None
        return ErrorPercent(
            waiting=100 * (now.waiting.mean / then.waiting.mean - 1),
            worker_minutes=100 * (now.worker_minutes / then.worker_minutes - 1),
        )


def read_recorded(record: TickRecord, since: datetime, until: datetime) -> Recorded:
    """Return what is recorded between these times.

    Raises `FlowUnavailable`, and `NotFound` where nothing is, with the time that is recorded.
    """
    ticks = record.between(since, until)
    if len(ticks) < FEWEST_TICKS:
        raise NotFound(_nothing(record, since, until))
    return of_ticks(ticks)


def of_ticks(ticks: Sequence[RecordedTick]) -> Recorded:
    """Return what a replay needs of these ticks, of which there must be two at least."""
    return Recorded(
        since=ticks[0].at,
        until=ticks[-1].at,
        silent_seconds=seconds_without_ticks(ticks),
        load=load_of(ticks),
        timing=measured_timing(ticks),
        happened=happened(ticks),
    )


def what_if(recorded: Recorded, current: ConfigVersion, document: Document) -> WhatIf:
    """Return the recorded time as it happened, replayed as configured, and with the fields of the document changed.

    Raises `ImpossibleFlow`, which names every invalid field, as saving them would.
    """
    change = apply_change(current.configuration, {**document, "version": current.version})
    proposed = ConfigVersion(version=current.version + 1, configuration=change.configuration)
    return WhatIf(
        recorded=recorded,
        present=replay(current, recorded.load, recorded.timing),
        proposed=replay(proposed, recorded.load, recorded.timing),
    )


def _nothing(record: TickRecord, since: datetime, until: datetime) -> str:
    asked = f"Nothing is recorded from {since:%Y-%m-%d %H:%M} to {until:%H:%M %Z}"
    reach = record.reach()
    if reach is None:
        return f"{asked}, and nothing at all: the manager records while it runs. Start it with `esteira up`."
    first, last = (at.astimezone(since.tzinfo) for at in reach)
    return f"{asked}. Recorded, at most for a day, is {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M %Z}."
