"""Counts each task at each change of its state, in the process where the change happens."""

from collections.abc import Callable
from typing import Any

from celery.signals import task_failure, task_prerun, task_retry, task_revoked, task_success
from esteira.core.announcing.wiring import count
from esteira.metrics.figures.tasks import TaskState, task_counted


def _counting(state: TaskState) -> Callable[..., None]:
    def handle(sender: Any, **_: Any) -> None:
        count(task_counted(sender.name, state))

    return handle


# Not weak: Celery would drop a handler that nothing else references.
task_prerun.connect(_counting("started"), weak=False)
task_success.connect(_counting("succeeded"), weak=False)
task_failure.connect(_counting("failed"), weak=False)
task_retry.connect(_counting("retried"), weak=False)
task_revoked.connect(_counting("revoked"), weak=False)
