"""The child's side of `SubprocessTarget`: a loop that answers lines until there are no more, or until it is killed."""

import json
import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.outcomes import Outcome
from esteira.consumer.ports import Effect
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.messages import M, decode
from esteira.core.queue.received_message import ReceivedMessage

ROOM_BYTES = 256 * 1024 * 1024
"""Memory that one message may take beyond what the started process has: its hunger must not reach its parent."""


def serve_target(model: type[M], effect: Effect[M]) -> None:
    """Applies what comes by standard input, one line each. Anything but the errors of the port ends the process."""
    replies = _private_output()
    _limit_memory()
    _say(replies, {"ready": True})
    for line in sys.stdin:
        question = json.loads(line)
        _say(replies, _answer(model, effect, question["body"], question["attempt"]))


def _private_output() -> IO[bytes]:
    """The pipe to the parent, for nobody else: what others write to standard output goes to the logs."""
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return replies


def _limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + ROOM_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _answer(model: type[M], effect: Effect[M], body: str, attempt: int) -> dict[str, Any]:
    parsed_message = ParsedMessage(received_message=_received_message(body, attempt), message=decode(model, body))
    try:
        (outcome,) = effect.apply([parsed_message])
    except (BadRow, TargetUnavailable) as error:
        return {"raised": type(error).__name__, "detail": error.detail}
    return _spelled(outcome)


def _received_message(body: str, attempt: int) -> ReceivedMessage:
    return ReceivedMessage(body=body, sqs_message_id="", receipt_handle="", attempt=attempt, sent_at=datetime.now(UTC))


def _spelled(outcome: Outcome) -> dict[str, Any]:
    failure = outcome.failure
    return {
        "status": outcome.status.value,
        "failure": failure and {"kind": failure.kind.value, "sentence": failure.sentence},
    }


def _say(replies: IO[bytes], answer: dict[str, Any]) -> None:
    replies.write(json.dumps(answer).encode() + b"\n")
