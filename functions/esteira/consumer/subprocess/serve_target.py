"""The child's side of `SubprocessTarget`: a loop that replies to each line until its input ends."""

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

MEMORY_HEADROOM_BYTES = 256 * 1024 * 1024
"""Memory that one message may use beyond that of the started process, so that the parent cannot run out of memory."""


def serve_target(model: type[M], effect: Effect[M]) -> None:
    """Apply the messages on standard input, one a line. Exceptions other than the port's errors end the process."""
    replies = _private_output()
    _limit_memory()
    _write(replies, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        _write(replies, _apply(model, effect, request["body"], request["attempt"]))


def _private_output() -> IO[bytes]:
    """Return the pipe to the parent, and redirect standard output to standard error, so that only replies use it."""
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return replies


def _limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY_HEADROOM_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _apply(model: type[M], effect: Effect[M], body: str, attempt: int) -> dict[str, Any]:
    parsed = ParsedMessage(received_message=_received_message(body, attempt), message=decode(model, body))
    try:
        (outcome,) = effect.apply([parsed])
    except (BadRow, TargetUnavailable) as error:
        return {"raised": type(error).__name__, "detail": error.detail}
    return _to_json(outcome)


def _received_message(body: str, attempt: int) -> ReceivedMessage:
    return ReceivedMessage(body=body, sqs_message_id="", receipt_handle="", attempt=attempt, sent_at=datetime.now(UTC))


def _to_json(outcome: Outcome) -> dict[str, Any]:
    failure = outcome.failure
    return {
        "status": outcome.status.value,
        "failure": failure and {"kind": failure.kind.value, "sentence": failure.sentence},
    }


def _write(replies: IO[bytes], reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
