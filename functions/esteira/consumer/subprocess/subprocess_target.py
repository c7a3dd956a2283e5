"""The target in a child process: a message that crashes kills only the child, which is then started again (R9)."""

import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Generic, Self

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.outcomes import AttemptStatus, Failure, FailureKind, Outcome, failed
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M
from esteira.core.subprocess.child import Child, ChildDied

FORWARDED_ERRORS = {error.__name__: error for error in (BadRow, TargetUnavailable)}


class SubprocessTarget(Generic[M]):
    """The port `Effect`: applies one message at a time in a child process, as a context manager.

    `command` starts the child (see `serve_target`) with `variables` added to its environment. `start_seconds` and
    `seconds_each` are the timeouts of its start and of one message.
    """

    def __init__(
        self, command: Sequence[str], variables: Mapping[str, str], *, start_seconds: float, seconds_each: float
    ) -> None:
        self._command = command
        self._variables = variables
        self._start_seconds = start_seconds
        self._seconds_each = seconds_each
        self._child: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child:
            self._child.close()

    def apply(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Sequence[Outcome]:
        """See `Target.apply`. A message that kills the child fails with `FailureKind.KILLED`."""
        return [self._apply(parsed) for parsed in parsed_messages]

    def _apply(self, parsed: ParsedMessage[M]) -> Outcome:
        child = self._child or self._start()
        try:
            request = {"body": parsed.received_message.body, "attempt": parsed.attempt}
            reply = child.request(request, self._seconds_each)
        except ChildDied as death:
            self._child = None
            logger.error("message killed its process", message_id=str(parsed.message_id), error=str(death))
            return failed(FailureKind.KILLED, f"Its process ended: {death}.")
        return _outcome(reply)

    def _start(self) -> Child:
        try:
            self._child = Child(self._command, {**os.environ, **self._variables}, start_seconds=self._start_seconds)
        except ChildDied as death:
            raise TargetUnavailable(f"(child process for poison candidates not started: {death})") from death
        return self._child


def _outcome(reply: dict[str, Any]) -> Outcome:
    if raised := reply.get("raised"):
        raise FORWARDED_ERRORS[raised](reply["detail"])
    failure = reply["failure"]
    return Outcome(
        status=AttemptStatus(reply["status"]),
        failure=failure and Failure(kind=FailureKind(failure["kind"]), sentence=failure["sentence"]),
        facts=reply["facts"],
    )
