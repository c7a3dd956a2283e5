"""Reports the error of each failed task, in the process where it failed."""

from collections.abc import Callable
from typing import Any

from celery.signals import task_failure
from esteira.core.reporting.error_report import ReportErrors, report_of
from esteira.core.reporting.wiring import report


def reporting(report: ReportErrors) -> Callable[..., None]:
    """A handler of the signal. What a task did is repeated by the next one, so there is no original."""

    def handle(sender: Any, exception: BaseException, **_: Any) -> None:
        report([report_of(exception, component=f"bridge.{sender.name}", place=f"bridge.{sender.name}")])

    return handle


# Not weak: Celery would drop a handler that nothing else references.
task_failure.connect(reporting(report), weak=False)
