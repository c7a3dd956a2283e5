"""The log lines that Lambda itself writes around those of an invocation."""

import math
from dataclasses import dataclass

from localstack_process_executor.faults import Fault


@dataclass(frozen=True, kw_only=True)
class InvocationUsage:
    """Time and memory of one invocation. `init_ms` is set only for the first, which follows init."""

    duration_ms: float
    init_ms: float | None
    memory_size_mb: int
    max_memory_kib: int

    @property
    def billed_ms(self) -> int:
        """Whole milliseconds, rounded up. Init is billed too (AWS, since 1 August 2025)."""
        return math.ceil(self.duration_ms + (self.init_ms or 0))


def start_line(request_id: str, version: str) -> str:
    """The first line of an invocation."""
    return f"START RequestId: {request_id} Version: {version}\n"


def end_lines(request_id: str, usage: InvocationUsage, fault: Fault | None) -> str:
    """The last lines of an invocation: END and REPORT."""
    fields = [
        f"REPORT RequestId: {request_id}",
        f"Duration: {usage.duration_ms:.2f} ms",
        f"Billed Duration: {usage.billed_ms} ms",
        f"Memory Size: {usage.memory_size_mb} MB",
        f"Max Memory Used: {math.ceil(usage.max_memory_kib / 1024)} MB",
    ]
    if usage.init_ms is not None:
        fields.append(f"Init Duration: {usage.init_ms:.2f} ms")
    return f"END RequestId: {request_id}\n" + "\t".join(fields + _status_fields(fault)) + "\n"


def init_line(*, init_ms: float, phase: str, fault: Fault) -> str:
    """A failed init. `phase` is `init`, or `invoke` for the repetition within an invocation."""
    fields = [f"INIT_REPORT Init Duration: {init_ms:.2f} ms", f"Phase: {phase}", *_status_fields(fault)]
    return "\t".join(fields) + "\n"


def _status_fields(fault: Fault | None) -> list[str]:
    if fault is None:
        return []
    fields = [f"Status: {fault.status}"]
    return fields if fault.status == "timeout" else [*fields, f"Error Type: {fault.error_type}"]
