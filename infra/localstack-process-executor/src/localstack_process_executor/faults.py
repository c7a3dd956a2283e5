"""The ways an invocation fails that are not the handler's own exception, answered in AWS's words."""

import json
import signal
from datetime import UTC, datetime

from localstack_process_executor.events import AnswerRefused, InitFailed, ProcessEnded, ProcessEvent
from localstack_process_executor.limits import MAX_RESPONSE_BYTES
from localstack_process_executor.signal_names import ended_by

KILLED = ended_by(signal.SIGKILL)


class Fault(Exception):
    """An invocation without an answer from the handler."""

    error_type: str
    status = "error"

    def payload(self, request_id: str) -> bytes:
        """The JSON the caller gets, next to `X-Amz-Function-Error: Unhandled`."""
        return json.dumps({"errorType": self.error_type, "errorMessage": self.message(request_id)}).encode()

    def message(self, request_id: str) -> str:
        """The sentence in the answer."""
        raise NotImplementedError

    def log_line(self, request_id: str) -> str:
        """The sentence in the log; empty when the runtime has already written one."""
        return f"{self.message(request_id)}\n{self.error_type}\n"


class TimedOut(Fault):
    """The handler took longer than the function's time limit."""

    error_type = "Sandbox.Timedout"
    status = "timeout"

    def __init__(self, limit_s: float) -> None:
        super().__init__(limit_s)
        self.limit_s = limit_s

    def message(self, request_id: str) -> str:
        return f"RequestId: {request_id} Error: Task timed out after {self.limit_s:.2f} seconds"

    def log_line(self, request_id: str) -> str:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return f"{now} {request_id} Task timed out after {self.limit_s:.2f} seconds\n"


class RuntimeExited(Fault):
    """The process ended in the middle of an invocation or of init."""

    error_type = "Runtime.ExitError"

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause

    def message(self, request_id: str) -> str:
        reason = "without providing a reason" if self.cause == "exit status 0" else f"with error: {self.cause}"
        return f"RequestId: {request_id} Error: Runtime exited {reason}"


class InitError(Fault):
    """The handler could not be loaded. The answer is what the runtime reported, trace included."""

    def __init__(self, *, error_type: str, payload: bytes) -> None:
        super().__init__(error_type)
        self.error_type = error_type
        self._payload = payload

    def payload(self, _request_id: str) -> bytes:
        return self._payload

    def log_line(self, _request_id: str) -> str:
        return ""


class AnswerTooLarge(Fault):
    """The handler returned more than Lambda passes on."""

    error_type = "Function.ResponseSizeTooLarge"

    def message(self, _request_id: str) -> str:
        return f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes)."


def fault_of(event: ProcessEvent) -> Fault | None:
    """What this event means for an invocation that waits; None if it is no fault."""
    match event:
        case InitFailed():
            return InitError(error_type=event.error_type, payload=event.payload)
        case AnswerRefused():
            return AnswerTooLarge()
        case ProcessEnded():
            return RuntimeExited(event.cause)
        case _:
            return None
