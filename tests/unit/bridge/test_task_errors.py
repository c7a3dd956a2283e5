"""A task that fails is reported as any other error is."""

from dataclasses import dataclass

from esteira.core.reporting.error_report import ErrorKind, ErrorReport

from bridge.task_errors import reporting


@dataclass(frozen=True, kw_only=True)
class Task:
    """What Celery's signal names as its sender."""

    name: str


def test_a_failed_task_is_reported_under_its_name() -> None:
    reported: list[ErrorReport] = []

    reporting(reported.extend)(sender=Task(name="drain"), exception=ZeroDivisionError("x"), task_id="1", traceback=None)

    (report,) = reported
    assert (report.kind, report.place, report.cause) == (ErrorKind.BUG, "bridge.drain", "ZeroDivisionError: x")
