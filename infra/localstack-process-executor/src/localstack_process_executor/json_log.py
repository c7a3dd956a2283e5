"""Lambda's own log lines as JSON objects, `platform.start` to `platform.report`.

https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html. What level each has:
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localstack_process_executor.faults import Fault
from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.log_level import LogLevel, level_of
from localstack_process_executor.usage import InitReport, InvocationReport, InvocationUsage

BYTES_PER_MB = 1 << 20
ON_DEMAND = "on-demand"


@dataclass(frozen=True, kw_only=True)
class JsonLog:
    """The log format `JSON`. See `PlatformLog`. What is below its level is left out, of each side."""

    function_name: str
    version: str
    runtime: str
    memory_size_mb: int
    initialization_type: str
    system_level: LogLevel
    application_level: LogLevel

    def init_start(self, phase: str) -> str:
        record = {
            "initializationType": self.initialization_type,
            "phase": phase,
            # `python:3.11`. AWS's version of a runtime has the number of a build, too.
            "runtimeVersion": self.runtime.replace("python", "python:"),
            "functionName": self.function_name,
            "functionVersion": self.version,
            "instanceMaxMemory": self.memory_size_mb * BYTES_PER_MB,
        }
        return self._line("platform.initStart", LogLevel.INFO, record)

    def init_end(self, report: InitReport) -> str:
        outcome = _outcome(report.fault)
        done = {"initializationType": self.initialization_type, "phase": report.phase, **outcome}
        metrics = {"durationMs": _milliseconds(report.duration_ms)}
        level = LogLevel.DEBUG if self.initialization_type == ON_DEMAND else LogLevel.INFO
        return self._line("platform.initRuntimeDone", _level(outcome, LogLevel.DEBUG), done) + self._line(
            "platform.initReport", _level(outcome, level), {**done, "metrics": metrics}
        )

    def start(self, invocation: PendingInvocation) -> str:
        record = {
            "requestId": invocation.request_id,
            "functionArn": invocation.function_arn,
            "version": self.version,
        }
        return self._line("platform.start", LogLevel.INFO, record)

    def output(self, text: str) -> str:
        kept = [line for line in text.split("\n") if line and level_of(line) >= self.application_level]
        return "".join(f"{line}\n" for line in kept)

    def end(self, report: InvocationReport) -> str:
        outcome = _outcome(report.fault, report.error_type)
        done = {
            "requestId": report.request_id,
            **outcome,
            "metrics": {
                "durationMs": _milliseconds(report.usage.duration_ms),
                "producedBytes": report.answer_bytes,
            },
        }
        whole = {"requestId": report.request_id, "metrics": _metrics(report.usage), **outcome}
        return (
            (report.fault.log_line(report.request_id) if report.fault else "")
            + self._line("platform.runtimeDone", _level(outcome, LogLevel.DEBUG), done)
            + self._line("platform.report", _level(outcome, LogLevel.INFO), whole)
        )

    def _line(self, kind: str, level: LogLevel, record: Mapping[str, Any]) -> str:
        if level < self.system_level:
            return ""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return json.dumps({"time": now, "type": kind, "record": record}, separators=(",", ":")) + "\n"


def _outcome(fault: Fault | None, error_type: str | None = None) -> dict[str, str]:
    if fault and fault.status == "timeout":
        return {"status": "timeout"}
    kind = fault.error_type if fault else error_type
    return {"status": "error", "errorType": kind} if kind else {"status": "success"}


def _level(outcome: Mapping[str, str], success: LogLevel) -> LogLevel:
    return success if outcome["status"] == "success" else LogLevel.WARN


def _metrics(usage: InvocationUsage) -> dict[str, float]:
    init = {} if usage.init_ms is None else {"initDurationMs": _milliseconds(usage.init_ms)}
    return {
        "durationMs": _milliseconds(usage.duration_ms),
        "billedDurationMs": usage.billed_ms,
        "memorySizeMB": usage.memory_size_mb,
        "maxMemoryUsedMB": usage.max_memory_mb,
        **init,
    }


def _milliseconds(duration_ms: float) -> float:
    return round(duration_ms, 3)
