"""One execution environment: it outlives its processes, as on AWS.

A process that fails its init, times out or dies is replaced at the next invocation, and that init then counts
within the invocation's time limit. The scratch folder exists as long as the environment.
"""

import shutil
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from localstack_process_executor.errors import SandboxStopped
from localstack_process_executor.events import Answered, RuntimeReady
from localstack_process_executor.faults import KILLED, Fault, RuntimeExited, TimedOut, fault_of
from localstack_process_executor.function_process import FunctionProcess, Launch
from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.platform_log import PlatformLog
from localstack_process_executor.source_watch import SourceWatch
from localstack_process_executor.usage import InitReport, InvocationReport, InvocationUsage, within_limits


@dataclass(frozen=True, kw_only=True)
class SandboxSpec:
    """A function version as the sandbox needs it. Without `watch` the code never changes."""

    launch: Launch
    log: PlatformLog
    timeout_s: float
    init_limit_s: float
    memory_size_mb: int
    scratch: Path
    watch: SourceWatch | None = None


@dataclass(frozen=True, kw_only=True)
class InvocationOutcome:
    """Result of an invocation. `payload` is JSON; `logs` are the lines of this invocation only."""

    payload: bytes
    is_error: bool
    logs: str
    usage: InvocationUsage


class Sandbox:
    """Runs one invocation at a time. `stop` may come from any thread and interrupts."""

    def __init__(self, spec: SandboxSpec) -> None:
        self._spec = spec
        self._process: FunctionProcess | None = None
        self._init_done = False
        self._init_ms: float | None = None
        self._init_logs = ""
        self._lock = threading.Lock()
        self._stopped = False

    def start(self) -> None:
        """Init, ahead of the first invocation. A failure is logged and repeated there, as on AWS."""
        self._spec.scratch.mkdir(parents=True, mode=0o700)
        process = self._replace_process()
        with suppress(Fault):
            limit_s = self._spec.init_limit_s
            self._init_ms = self._init(process, phase="init", since=process.started_at, limit_s=limit_s)

    def invoke(self, invocation: PendingInvocation, *, started_at: float) -> InvocationOutcome:
        """Run the handler once. SandboxStopped if `stop` comes in between.

        `started_at` is the monotonic time from which the function's time limit counts.
        """
        process = self._usable_process()
        answer = self._answer(process, invocation, started_at)
        usage = self._usage(process, started_at)
        if isinstance(answer, Fault):
            process.kill()
        if self._stopped:
            raise SandboxStopped(f"stopped during {invocation.request_id}")
        return self._outcome(invocation, answer, usage, output=process.logs.take())

    def pending_logs(self) -> str:
        """What was written and belongs to no finished invocation yet."""
        return self._init_logs + (self._process.logs.peek() if self._process else "")

    def stop(self) -> None:
        """End the process, if any, and remove the scratch folder."""
        with self._lock:
            self._stopped = True
        if self._process:
            self._process.kill()
        shutil.rmtree(self._spec.scratch, ignore_errors=True)

    def _usable_process(self) -> FunctionProcess:
        changed = self._spec.watch is not None and self._spec.watch.changed()
        if self._process and self._process.alive and not changed:
            return self._process
        if self._process:
            self._process.kill()
        return self._replace_process()

    def _replace_process(self) -> FunctionProcess:
        with self._lock:
            if self._stopped:
                raise SandboxStopped("stopped before its process started")
            self._init_done = False
            self._process = FunctionProcess(self._spec.launch)
            return self._process

    def _init(self, process: FunctionProcess, *, phase: str, since: float, limit_s: float) -> float:
        """Wait for the end of init, and keep its log for the next invocation. Return how long it took, in ms.

        Raises the Fault that comes instead.
        """
        try:
            _expect(RuntimeReady, process, since=since, limit_s=limit_s)
        except Fault as fault:
            report = InitReport(duration_ms=_ms_since(process.started_at), phase=phase, fault=fault)
            process.kill()
            self._log_init(process, report)
            raise
        report = InitReport(duration_ms=_ms_since(process.started_at), phase=phase)
        self._init_done = True
        self._log_init(process, report)
        return report.duration_ms

    def _log_init(self, process: FunctionProcess, report: InitReport) -> None:
        log = self._spec.log
        output = log.output(process.logs.take())
        self._init_logs += log.init_start(report.phase) + output + log.init_end(report)

    def _answer(self, process: FunctionProcess, invocation: PendingInvocation, since: float) -> Answered | Fault:
        limit_s = self._spec.timeout_s
        try:
            if not self._init_done:
                self._init(process, phase="invoke", since=since, limit_s=limit_s)
            process.dispatch(invocation)
            return self._answered(process, since=since, limit_s=limit_s)
        except Fault as fault:
            return fault

    def _answered(self, process: FunctionProcess, *, since: float, limit_s: float) -> Answered:
        answer = _expect(Answered, process, since=since, limit_s=limit_s)
        if process.max_memory_kib > self._spec.launch.memory_limit_kib:
            # For too short a time to be seen by the reaper.
            raise RuntimeExited(KILLED)
        return answer

    def _usage(self, process: FunctionProcess, started_at: float) -> InvocationUsage:
        init_ms, self._init_ms = self._init_ms, None
        return within_limits(
            duration_ms=_ms_since(started_at),
            init_ms=init_ms,
            max_memory_kib=process.max_memory_kib,
            timeout_ms=self._spec.timeout_s * 1000,
            memory_size_mb=self._spec.memory_size_mb,
        )

    def _outcome(
        self, invocation: PendingInvocation, answer: Answered | Fault, usage: InvocationUsage, *, output: str
    ) -> InvocationOutcome:
        log, request_id = self._spec.log, invocation.request_id
        report = _report(request_id, answer, usage)
        logs = self._init_logs + log.start(invocation) + log.output(output) + log.end(report)
        self._init_logs = ""
        if isinstance(answer, Answered):
            failed = answer.error_type is not None
            return InvocationOutcome(payload=answer.payload, is_error=failed, logs=logs, usage=usage)
        return InvocationOutcome(payload=answer.payload(request_id), is_error=True, logs=logs, usage=usage)


def _report(request_id: str, answer: Answered | Fault, usage: InvocationUsage) -> InvocationReport:
    if isinstance(answer, Fault):
        return InvocationReport(request_id=request_id, usage=usage, answer_bytes=0, fault=answer)
    return InvocationReport(
        request_id=request_id, usage=usage, answer_bytes=len(answer.payload), error_type=answer.error_type
    )


Expected = TypeVar("Expected", RuntimeReady, Answered)


def _expect(kind: type[Expected], process: FunctionProcess, *, since: float, limit_s: float) -> Expected:
    """Wait for an event of this kind; raise the Fault that comes instead."""
    while True:
        try:
            event = process.wait_for_event(until=since + limit_s)
        except TimeoutError:
            raise TimedOut(limit_s) from None
        if isinstance(event, kind):
            return event
        if fault := fault_of(event):
            raise fault


def _ms_since(started_at: float) -> float:
    return (time.monotonic() - started_at) * 1000
