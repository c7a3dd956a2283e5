"""The child's side of `SubprocessTarget`: it applies the message of each request."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.outcomes import Outcome
from esteira.consumer.ports import Effect
from esteira.core.errors import BadRow, TargetUnavailable
from esteira.core.messages import M, decode
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.subprocess.serve import serve


def serve_target(model: type[M], effect: Effect[M]) -> None:
    """Apply the messages on standard input, one a line. Exceptions other than the port's errors end the process."""
    serve(partial(_apply, model, effect))


def _apply(model: type[M], effect: Effect[M], request: dict[str, Any]) -> dict[str, Any]:
    parsed = ParsedMessage(
        received_message=_received_message(request["body"], request["attempt"]),
        message=decode(model, request["body"]),
    )
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
        "facts": outcome.facts,
    }
