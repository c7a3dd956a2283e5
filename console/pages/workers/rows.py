"""Workers, versions and plans as rows of tables."""

from collections.abc import Sequence
from datetime import datetime

from esteira.scaling.observation import WorkerState
from esteira.scaling.operating.compare_configs import FieldChange, VersionChanges
from esteira.scaling.operating.survey_workers import SurveyedWorker
from esteira.scaling.plan import LanePlan, Plan

from console.elements.data_table import Column, Row
from console.pages.workers.fields import change_text
from console.pages.workers.words import WorkersWords
from console.words.words import Words

TONES = {WorkerState.STARTING: "quiet", WorkerState.IDLE: "quiet", WorkerState.DRAINING: "slow"}


def worker_columns(words: WorkersWords) -> list[Column]:
    """Return the columns of workers: figures are followed by their last five minutes."""
    used = {"cpu": words.cpu, "memory": words.memory, "rate": words.rate}
    return [
        Column(key="worker", label=words.worker, kind="code"),
        Column(key="lane", label=words.lane),
        Column(key="state", label=words.state, kind="state"),
        Column(key="heard", label=words.heard, kind="duration"),
        Column(key="in_hand", label=words.in_hand, kind="number"),
        Column(key="done", label=words.done, kind="number"),
        Column(key="failed", label=words.failed, kind="number"),
        *(column for key, label in used.items() for column in _used(key, label, words)),
    ]


def _used(key: str, label: str, words: WorkersWords) -> Sequence[Column]:
    name = label.split(",", maxsplit=1)[0]
    spark = Column(key=f"{key}_spark", label=words.five_minutes.format(name), kind="spark")
    return Column(key=key, label=label, kind="number"), spark


def worker_row(worker: SurveyedWorker, now: datetime, words: WorkersWords, texts: Words) -> Row:
    """Return a worker."""
    beat, usage = worker.beat, worker.usage
    return {
        "key": beat.name,
        "worker": beat.name,
        "lane": texts.lane_names[beat.lane],
        "state": _state(worker, words),
        "heard": max(0.0, (now - beat.at).total_seconds()),
        "in_hand": beat.in_hand,
        "done": beat.processed,
        "failed": beat.failed,
        "cpu": round(beat.cpu_percent),
        "memory": round(beat.memory_mib),
        "rate": round(beat.rate_per_second, 1),
        "cpu_spark": [round(one.cpu_percent, 1) for one in usage] or None,
        "memory_spark": [round(one.memory_mib, 1) for one in usage] or None,
        "rate_spark": [round(one.rate_per_second, 1) for one in usage] or None,
    }


def _state(worker: SurveyedWorker, words: WorkersWords) -> dict[str, str]:
    if worker.missing:
        return {"text": words.missing, "tone": "alert"}
    return {"text": words.states[worker.beat.state], "tone": TONES.get(worker.beat.state, "normal")}


def version_columns(words: WorkersWords) -> list[Column]:
    """Return the columns of versions."""
    return [
        Column(key="version", label=words.version.format("").strip()),
        Column(key="at", label=words.at, kind="time"),
        Column(key="by", label=words.by.format("").strip().capitalize()),
        Column(key="changes", label=words.changes, wide=True),
    ]


def version_row(found: VersionChanges, words: WorkersWords, texts: Words) -> Row:
    """Return a version with what it changed."""
    return {
        "key": str(found.version.version),
        "version": str(found.version.version),
        "at": found.version.changed_at,
        "by": found.version.changed_by,
        "changes": changes_text(found.changes, words, texts),
    }


def changes_text(changes: Sequence[FieldChange], words: WorkersWords, texts: Words) -> str:
    """Return changes on one line."""
    return ", ".join(change_text(change, words, texts) for change in changes) or words.no_changes


def plan_columns(words: WorkersWords) -> list[Column]:
    """Return the columns of a plan beside the one in force."""
    return [
        Column(key="lane", label=words.lane),
        Column(key="workers", label=words.workers),
        Column(key="functions", label=words.functions),
        Column(key="rule", label=words.rule),
        Column(key="why", label=words.why, wide=True),
    ]


def plan_rows(now: Plan, then: Plan, texts: Words) -> list[Row]:
    """Return each lane with what it has and what it would have."""
    return [
        {
            "key": lane,
            "lane": texts.lane_names[lane],
            "workers": _step(now.lanes.get(lane), planned, "workers"),
            "functions": _step(now.lanes.get(lane), planned, "concurrency"),
            "rule": texts.rules[planned.rule],
            "why": planned.reason,
        }
        for lane, planned in then.lanes.items()
    ]


def _step(now: LanePlan | None, then: LanePlan, name: str) -> str:
    after = getattr(then, name)
    before = getattr(now, name) if now else after
    return str(after) if before == after else f"{before} → {after}"
