"""Sends errors that became dead letters back to the queue `errors`.

They died because recovery workers were killed with them in hand five times, or because they cannot be read. Sent, then
deleted: if the process dies in between an error is sent twice, and kept once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from esteira.core.errors import InvalidMessage, QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.queue.batching import SendStatus
from esteira.core.queue.ports import QueueReceiver
from esteira.core.queue.read_once import OnceReader, reading_once
from esteira.core.queue.received_message import ReceivedMessage
from esteira.core.queue.send_batches import BatchSender
from esteira.core.reporting.error_message import decode_error

PORTION = 100


@dataclass(frozen=True, kw_only=True)
class RedriveErrorsDeps:
    """Dependencies of `redrive_errors`: the dead-letter queue of errors, and the queue itself."""

    dead_letters: QueueReceiver
    errors: BatchSender


@dataclass(frozen=True, kw_only=True)
class LeftError:
    """A dead letter that stays where it is, by its SQS id, and why: the fields that are wrong, never their values."""

    sqs_message_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RedrivenErrors:
    """How many errors went back, and which letters were left because they cannot be read or the queue refuses them."""

    sent: int
    left: Sequence[LeftError]


def redrive_errors(deps: RedriveErrorsDeps) -> RedrivenErrors:
    """Send back all dead letters that can be read. Raises `QueueUnavailable` if the queue does not take all of them.

    A second run sends the rest. Letters that somebody else has in hand are not seen.
    """
    run = _Run(deps=deps)
    with reading_once(deps.dead_letters) as reader:
        for letters in reader.portions(PORTION):
            run.move(letters, reader)
    return RedrivenErrors(sent=run.sent, left=run.left)


@dataclass(kw_only=True)
class _Run:
    """The state of one redrive."""

    deps: RedriveErrorsDeps
    sent: int = 0
    left: list[LeftError] = field(default_factory=list)

    def move(self, letters: Sequence[ReceivedMessage], reader: OnceReader) -> None:
        """Send back those that can be read, delete what was sent, and hide the others."""
        reasons = {letter.sqs_message_id: reason for letter in letters if (reason := _unreadable(letter))}
        readable = [letter for letter in letters if letter.sqs_message_id not in reasons]
        results = self.deps.errors.send([letter.body for letter in readable], should_continue=lambda: True)
        passing("redrive_errors.after_send")
        outcomes = list(zip(readable, results, strict=True))
        sent = [letter for letter, result in outcomes if result.status is SendStatus.SENT]
        self.deps.dead_letters.acknowledge(sent)
        self.sent += len(sent)
        reader.hide([letter for letter in letters if letter not in sent])
        reasons |= {
            letter.sqs_message_id: f"the queue refuses it: {result.reason}"
            for letter, result in outcomes
            if result.status is SendStatus.REFUSED
        }
        self.left += [LeftError(sqs_message_id=name, reason=reason) for name, reason in reasons.items()]
        if unsent := sum(result.status is SendStatus.UNSENT for result in results):
            raise QueueUnavailable(f"({unsent} errors not sent, {self.sent} sent before; repeat the redrive)")


def _unreadable(letter: ReceivedMessage) -> str:
    """Return why a letter cannot be read; empty if it can."""
    try:
        decode_error(letter.body)
    except InvalidMessage as error:
        return error.detail or str(error)
    return ""
