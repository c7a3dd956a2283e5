"""Batches of messages to send, and the outcome of each message (R5). Pure: no queue and no database."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MAX_BATCH_ENTRIES = 10
"""Limit of SQS: messages in one request."""

MAX_SEND_TRIES = 5
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0


class SendStatus(StrEnum):
    """Outcome of one message. `refused`: the queue can never accept it. The cursor stops only before `unsent` ones."""

    SENT = "sent"
    REFUSED = "refused"
    UNSENT = "unsent"


@dataclass(frozen=True, kw_only=True)
class SendResult:
    """Outcome of one message, with the reason of a refusal."""

    status: SendStatus
    reason: str = ""


SENT = SendResult(status=SendStatus.SENT)
UNSENT = SendResult(status=SendStatus.UNSENT)


@dataclass(frozen=True, kw_only=True)
class BatchReply:
    """The queue's reply to a batch, by index: accepted messages, and permanently refused ones with the reason.

    An index in neither was not accepted, whether or not the queue's reply listed it as failed.
    """

    taken: frozenset[int] = frozenset()
    refused: Mapping[int, str] = field(default_factory=dict)


def classify_reply(count: int, reply: BatchReply) -> list[SendResult]:
    """Return the outcome of each of the `count` messages of a batch."""
    return [_classify_entry(index, reply) for index in range(count)]


def _classify_entry(index: int, reply: BatchReply) -> SendResult:
    if index in reply.taken:
        return SENT
    if index in reply.refused:
        return SendResult(status=SendStatus.REFUSED, reason=reply.refused[index])
    return UNSENT


def pack(sizes_bytes: Sequence[int], *, max_bytes: int) -> list[range]:
    """Pack adjacent messages into batches of at most ten messages and `max_bytes` in sum; return ranges of indexes.

    A message that is larger than `max_bytes` gets a batch of its own; the queue will refuse it.
    """
    batches: list[range] = []
    start = total_bytes = 0
    for index, size_bytes in enumerate(sizes_bytes):
        full = index - start == MAX_BATCH_ENTRIES or total_bytes + size_bytes > max_bytes
        if full and index > start:
            batches.append(range(start, index))
            start, total_bytes = index, 0
        total_bytes += size_bytes
    return [*batches, range(start, len(sizes_bytes))] if sizes_bytes else []


def pause_seconds(tries: int, *, chance: random.Random) -> float:
    """Return the pause after so many tries: uniform between 0 and a limit that doubles, from 0.05 s, up to 1 s.

    Full jitter, so that senders that failed together do not retry together.
    """
    return chance.uniform(0, min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2**tries))
