"""One execution environment: it outlives its processes, as on AWS.

A process that fails its init, times out or dies is replaced at the next invocation, and that init then counts
within the invocation's time limit. The scratch folder exists as long as the environment.
"""

import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from localstack_process_executor.errors import SandboxStopped
from localstack_process_executor.events import Answered, RuntimeReady
from localstack_process_executor.faults import Fault, TimedOut, fault_of
from localstack_process_executor.function_process import FunctionProcess, Launch
from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.report import InvocationUsage, end_lines, init_line, start_line
from localstack_process_executor.source_watch import SourceWatch


@dataclass(frozen=True, kw_only=True)
class SandboxSpec:
    """A function version as the sandbox needs it. Without `watch` the code never changes."""

    launch: Launch
    version: str
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
        try:
            self._await_init(process, since=process.started_at, limit_s=self._spec.init_limit_s)
            self._init_ms = _ms_since(process.started_at)
            self._init_logs = process.logs.take()
        except Fault as fault:
            failure = init_line(init_ms=_ms_since(process.started_at), phase="init", fault=fault)
            process.kill()
            self._init_logs = process.logs.take() + failure

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
        return self._outcome(invocation.request_id, answer, usage, output=process.logs.take())

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

    def _await_init(self, process: FunctionProcess, *, since: float, limit_s: float) -> None:
        _expect(RuntimeReady, process, since=since, limit_s=limit_s)
        self._init_done = True

    def _answer(self, process: FunctionProcess, invocation: PendingInvocation, since: float) -> Answered | Fault:
        limit_s = self._spec.timeout_s
        try:
            if not self._init_done:
                self._await_init(process, since=since, limit_s=limit_s)
            process.dispatch(invocation)
            return _expect(Answered, process, since=since, limit_s=limit_s)
        except Fault as fault:
            return fault

    def _usage(self, process: FunctionProcess, started_at: float) -> InvocationUsage:
        init_ms, self._init_ms = self._init_ms, None
        return InvocationUsage(
            duration_ms=_ms_since(started_at),
            init_ms=init_ms,
            memory_size_mb=self._spec.memory_size_mb,
            max_memory_kib=process.max_memory_kib,
        )

    def _outcome(
        self, request_id: str, answer: Answered | Fault, usage: InvocationUsage, *, output: str
    ) -> InvocationOutcome:
        opening = self._init_logs + start_line(request_id, self._spec.version)
        self._init_logs = ""
        output = output if output.endswith("\n") or not output else f"{output}\n"
        if isinstance(answer, Answered):
            logs = opening + output + end_lines(request_id, usage, None)
            return InvocationOutcome(payload=answer.payload, is_error=answer.is_error, logs=logs)
        if not self._init_done:
            output += init_line(init_ms=usage.duration_ms, phase="invoke", fault=answer)
        logs = opening + output + answer.log_line(request_id) + end_lines(request_id, usage, answer)
        return InvocationOutcome(payload=answer.payload(request_id), is_error=True, logs=logs)


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
