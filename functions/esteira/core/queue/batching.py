"""What the producer decides while it hands a page of rows to the queue (R5). No queue and no database in here."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MAX_BATCH_ENTRIES = 10
"""SQS takes no more messages in one request."""

MAX_SEND_TRIES = 5
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0


class SendStatus(StrEnum):
    """What became of an entry. Only `unsent` keeps the cursor from passing it."""

    SENT = "sent"
    REFUSED = "refused"
    UNSENT = "unsent"


@dataclass(frozen=True, kw_only=True)
class SendResult:
    """The fate of one entry; `reason` says why the queue can never take it."""

    status: SendStatus
    reason: str = ""


SENT = SendResult(status=SendStatus.SENT)
UNSENT = SendResult(status=SendStatus.UNSENT)


@dataclass(frozen=True, kw_only=True)
class BatchReply:
    """What the queue said of a batch, by index: taken, or refused for good with the reason.

    Whatever is in neither was not taken, also where the queue forgot to mention it.
    """

    taken: frozenset[int] = frozenset()
    refused: Mapping[int, str] = field(default_factory=dict)


def classify_reply(count: int, reply: BatchReply) -> list[SendResult]:
    """The outcome of each of the `count` entries of a batch."""
    return [_classify_entry(index, reply) for index in range(count)]


def _classify_entry(index: int, reply: BatchReply) -> SendResult:
    if index in reply.taken:
        return SENT
    if index in reply.refused:
        return SendResult(status=SendStatus.REFUSED, reason=reply.refused[index])
    return UNSENT


def pack(sizes_bytes: Sequence[int], *, max_bytes: int) -> list[range]:
    """Neighbours packed into batches of at most ten entries and `max_bytes` in sum, as ranges of their indexes.

    An entry that alone is larger gets a batch of its own; the queue will refuse it.
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
    """How long to wait after that many tries: full jitter, so that who failed together does not return together."""
    return chance.uniform(0, min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2**tries))
