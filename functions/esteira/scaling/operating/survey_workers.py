"""All workers, with what they used in the last five minutes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from statistics import fmean

from esteira.scaling.observation import Heartbeat, Usage
from esteira.scaling.ports import HeartbeatStore

STEP_SECONDS = 5
"""A worker whose state changes often sends more heartbeats; without steps of equal length they would bend the time."""


@dataclass(frozen=True, kw_only=True)
class SurveyedWorker:
    """A worker: its last heartbeat, whether that is too old, and its mean usage in steps of five seconds."""

    beat: Heartbeat
    missing: bool
    usage: Sequence[Usage]


def survey_workers(heartbeats: HeartbeatStore, now: datetime) -> Sequence[SurveyedWorker]:
    """All workers that are not forgotten, by name. Raises `FlowUnavailable`."""
    beats = heartbeats.beats()
    used = heartbeats.usage([beat.name for beat in beats])
    return [
        SurveyedWorker(beat=beat, missing=beat.is_missing(now), usage=list(in_steps(used[beat.name]))) for beat in beats
    ]


def in_steps(usage: Sequence[Usage]) -> Iterator[Usage]:
    """The mean of each step in which there was a heartbeat, at the step's first one."""
    for _, step in groupby(usage, key=lambda one: one.at.timestamp() // STEP_SECONDS):
        yield _mean(list(step))


def _mean(step: Sequence[Usage]) -> Usage:
    return Usage(
        at=step[0].at,
        cpu_percent=fmean(one.cpu_percent for one in step),
        memory_mib=fmean(one.memory_mib for one in step),
        rate_per_second=fmean(one.rate_per_second for one in step),
    )
