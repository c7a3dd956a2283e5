"""Lambda's own log lines as text: START, END, REPORT, and INIT_REPORT for an init that failed."""

from dataclasses import dataclass

from localstack_process_executor.faults import Fault
from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.usage import InitReport, InvocationReport, InvocationUsage


@dataclass(frozen=True, kw_only=True)
class TextLog:
    """The log format `Text`. See `PlatformLog`."""

    version: str

    def init_start(self, _phase: str) -> str:
        return ""

    def init_end(self, report: InitReport) -> str:
        if report.fault is None:
            return ""
        fields = [f"INIT_REPORT Init Duration: {report.duration_ms:.2f} ms", f"Phase: {report.phase}"]
        return "\t".join(fields + _status_fields(report.fault)) + "\n"

    def start(self, invocation: PendingInvocation) -> str:
        return f"START RequestId: {invocation.request_id} Version: {self.version}\n"

    def output(self, text: str) -> str:
        return text if text.endswith("\n") or not text else f"{text}\n"

    def end(self, report: InvocationReport) -> str:
        fault_line = report.fault.log_line(report.request_id) if report.fault else ""
        # Without a status there is a tab behind the last field, too, as on AWS.
        ending = _status_fields(report.fault) or [""]
        fields = [f"REPORT RequestId: {report.request_id}", *_usage_fields(report.usage), *ending]
        return f"{fault_line}END RequestId: {report.request_id}\n" + "\t".join(fields) + "\n"


def _usage_fields(usage: InvocationUsage) -> list[str]:
    fields = [
        f"Duration: {usage.duration_ms:.2f} ms",
        f"Billed Duration: {usage.billed_ms} ms",
        f"Memory Size: {usage.memory_size_mb} MB",
        f"Max Memory Used: {usage.max_memory_mb} MB",
    ]
    return fields if usage.init_ms is None else [*fields, f"Init Duration: {usage.init_ms:.2f} ms"]


def _status_fields(fault: Fault | None) -> list[str]:
    if fault is None:
        return []
    fields = [f"Status: {fault.status}"]
    return fields if fault.status == "timeout" else [*fields, f"Error Type: {fault.error_type}"]
