"""A lane's two queues, the messages in them, and the facts about a lane."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from esteira.core.names import Lane
from esteira.core.queue.depth import QueueDepth


class Side(StrEnum):
    """The queue of a lane, or its dead-letter queue."""

    QUEUE = "queue"
    DEAD = "dead"


class MessageState(StrEnum):
    """Whether a message can be received now, has been received, or was sent with a delay."""

    VISIBLE = "visible"
    IN_FLIGHT = "in_flight"
    DELAYED = "delayed"


@dataclass(frozen=True, kw_only=True)
class QueuedMessage:
    """A message in a queue. `receives`: how often it has been received so far."""

    sqs_message_id: str
    body: str
    receives: int
    sent_at: datetime
    state: MessageState = MessageState.VISIBLE


@dataclass(frozen=True, kw_only=True)
class LaneFigures:
    """What the metrics say of a lane; None where nothing is measured. `backlog`: its last five minutes, oldest first.

    `utilisation`: the share of its workers that held messages, over these five minutes; None without workers.
    """

    oldest_seconds: float | None = None
    oldest_dead_seconds: float | None = None
    alive: float | None = None
    wanted: float | None = None
    utilisation: float | None = None
    backlog: Sequence[float] = ()


@dataclass(frozen=True, kw_only=True)
class WorkersReason:
    """Why a lane has so many workers: the rule that decided, and the manager's sentence. `at`: when it did."""

    workers: int
    rule: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LaneQueues:
    """A lane: what SQS counts, what the metrics say, why it has so many workers, and whether it is paused.

    None: that store does not answer and did not before, and `QueueSurvey.unread` says why; `why` is also None before
    the first plan.
    """

    lane: Lane
    depth: QueueDepth | None
    dead: QueueDepth | None
    figures: LaneFigures | None
    why: WorkersReason | None
    paused: bool | None


@dataclass(frozen=True, kw_only=True)
class QueueSurvey:
    """All lanes, as they were at `at`. `unread`: a sentence for each store that does not answer.

    `kept_from`: when what they would have said was read that is shown instead; None if nothing is.
    """

    lanes: Sequence[LaneQueues]
    at: datetime
    unread: Sequence[str] = ()
    kept_from: datetime | None = None
