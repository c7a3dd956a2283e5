"""What an init and an invocation took, in the figures that Lambda reports."""

import math
from dataclasses import dataclass

from localstack_process_executor.faults import Fault


@dataclass(frozen=True, kw_only=True)
class InitReport:
    """One init. `phase` is `init`, or `invoke` for the repetition within an invocation."""

    duration_ms: float
    phase: str
    fault: Fault | None = None


@dataclass(frozen=True, kw_only=True)
class InvocationUsage:
    """Time and memory of one invocation, within the function's limits.

    `init_ms` is set only for the first invocation, which follows init.
    """

    duration_ms: float
    init_ms: float | None
    memory_size_mb: int
    max_memory_mb: int

    @property
    def billed_ms(self) -> int:
        """Whole milliseconds, rounded up. Init is billed too (AWS, since 1 August 2025)."""
        return math.ceil(self.duration_ms + (self.init_ms or 0))


def within_limits(
    *, duration_ms: float, init_ms: float | None, max_memory_kib: int, timeout_ms: float, memory_size_mb: int
) -> InvocationUsage:
    """Return what Lambda reports of these measurements: at most the time limit, and at most the memory size.

    What was measured may be more: ending a process takes time, and of memory the kernel counts shared libraries, too.
    """
    return InvocationUsage(
        duration_ms=min(duration_ms, timeout_ms),
        init_ms=init_ms,
        memory_size_mb=memory_size_mb,
        max_memory_mb=min(math.ceil(max_memory_kib / 1024), memory_size_mb),
    )


@dataclass(frozen=True, kw_only=True)
class InvocationReport:
    """How one invocation ended. `error_type` is set if the handler raised, `fault` if there is no answer from it."""

    request_id: str
    usage: InvocationUsage
    answer_bytes: int
    error_type: str | None = None
    fault: Fault | None = None
