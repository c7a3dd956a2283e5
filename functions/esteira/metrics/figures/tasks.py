"""Metrics of Celery tasks, which workers count at each change of state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from esteira.metrics.metric import Metric, metric

TaskState = Literal["started", "succeeded", "failed", "retried", "revoked"]

PATTERN = "tasks.{task}.{state}"


def task_counted(name: str, state: TaskState) -> dict[str, int]:
    """Return what a task of this name adds to the counts when it reaches this state."""
    return {PATTERN.format(task=name, state=state): 1}


def task_totals(counts: Mapping[str, int], at: datetime) -> list[Metric]:
    """Return the totals of each task and state."""
    return [_total(name, count, at) for name, count in counts.items() if name.startswith("tasks.")]


def _total(name: str, count: int, at: datetime) -> Metric:
    task, _, state = name.removeprefix("tasks.").rpartition(".")
    return metric(PATTERN, count, at, task=task, state=state)
