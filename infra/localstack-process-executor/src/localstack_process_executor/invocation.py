"""One event for the handler."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PendingInvocation:
    """One event on its way to the handler. `deadline_ms` is Unix time, as the Lambda context has it."""

    request_id: str
    function_arn: str
    trace_id: str
    payload: bytes
    deadline_ms: int

    def headers(self) -> dict[str, str]:
        """What the runtime reads the Lambda context from."""
        return {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": self.request_id,
            "Lambda-Runtime-Deadline-Ms": str(self.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": self.function_arn,
            "Lambda-Runtime-Trace-Id": self.trace_id,
        }
