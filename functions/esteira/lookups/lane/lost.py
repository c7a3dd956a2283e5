"""Reports tasks that died with their processes, which no consumer lived to report."""

from esteira.consumer.report_failures import component
from esteira.core.clock import Clock
from esteira.core.reporting.error_report import ErrorKind, ErrorReport, LaneMessage
from esteira.lookups.lane.doorbells import doorbell_body
from esteira.lookups.lane.ports import TaskFailure


def report_of_dead(dead: TaskFailure, clock: Clock) -> ErrorReport:
    """Return the report of the last attempt: parked, since the message itself may be what ends its consumers."""
    name = component("lookups")
    return ErrorReport(
        kind=ErrorKind.PROCESS,
        component=name,
        place=f"{name}.last_receive",
        cause=dead.error,
        original=doorbell_body(dead.doorbell, clock),
        message=LaneMessage(
            lane="lookups",
            subject=str(dead.doorbell),
            receive=f"{dead.doorbell}:{clock().isoformat()}",
            attempt=dead.attempt,
            is_last=True,
            is_transient=False,
        ),
        at=clock(),
    )
