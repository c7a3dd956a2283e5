"""An effect in a child process: what a message kills there is the child, which is then started again (R9)."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Generic, Self

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.outcomes import AttemptStatus, Failure, FailureKind, Outcome, failed
from esteira.consumer.subprocess.child import Child, ChildDied
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.log import logger
from esteira.core.messages import M

RAISED = {error.__name__: error for error in (BadRow, TargetUnavailable)}


class SubprocessTarget(Generic[M]):
    """The port `Effect`, one arrival after the other.

    `command` starts the child (see `serve_effect`), with `variables` added to its environment.
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
            self._child.end()

    def apply(self, parsed_messages: Sequence[ParsedMessage[M]]) -> Sequence[Outcome]:
        """See `Target.apply`. An arrival that kills the child has failed with `FailureKind.KILLED`."""
        return [self._apply(parsed_message) for parsed_message in parsed_messages]

    def _apply(self, parsed_message: ParsedMessage[M]) -> Outcome:
        child = self._child or self._start()
        try:
            answer = child.ask(
                {"body": parsed_message.received_message.body, "attempt": parsed_message.attempt}, self._seconds_each
            )
        except ChildDied as death:
            self._child = None
            logger.error("message killed its process", message_id=str(parsed_message.message_id), error=str(death))
            return failed(FailureKind.KILLED, f"Its process ended: {death}.")
        return _understood(answer)

    def _start(self) -> Child:
        try:
            self._child = Child(self._command, self._variables, start_seconds=self._start_seconds)
        except ChildDied as death:
            raise TargetUnavailable(f"(no process to isolate a suspect in: {death})") from death
        return self._child


def _understood(answer: dict[str, Any]) -> Outcome:
    if raised := answer.get("raised"):
        raise RAISED[raised](answer["detail"])
    failure = answer["failure"]
    return Outcome(
        status=AttemptStatus(answer["status"]),
        failure=failure and Failure(kind=FailureKind(failure["kind"]), sentence=failure["sentence"]),
    )
