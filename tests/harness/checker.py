"""The checker of every fault test: compares the rows written to the sources with the final state of their orders.

`lost` = acked − (target ∪ dead letters ∪ rejects), `duplicated` = target rows − distinct keys,
`phantom` = target − (acked ∪ maybe), `mismatched` = target rows that differ from what was written.
"""

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from esteira.core.orders import OrderPayload

from tests.harness.load import Journal, Key
from tests.harness.queues import TestLane, messages_in
from tests.harness.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

TARGET = "SELECT source, source_id, product, price, security_check, payload_hash FROM orders"
REJECTS = "SELECT source, source_id FROM producer_rejects"
STABLE_POLLS = 3


@dataclass(frozen=True, kw_only=True)
class ArrivedRow:
    """One row of the target, and the hash that was stored with it."""

    key: Key
    order: OrderPayload
    payload_hash: str


@dataclass(frozen=True, kw_only=True)
class Ends:
    """The final state of the orders, read at rest. A dead letter may exist twice, so only keys are compared."""

    target: tuple[ArrivedRow, ...]
    rejected: frozenset[Key]
    dead: frozenset[Key]

    @property
    def arrived(self) -> frozenset[Key]:
        """The keys in the target."""
        return frozenset(row.key for row in self.target)


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The violations found. Every test requires all of them to be empty."""

    lost: frozenset[Key] = frozenset()
    duplicated: int = 0
    phantom: frozenset[Key] = frozenset()
    mismatched: frozenset[Key] = frozenset()


FLAWLESS = CheckResult()


def check(journal: Journal, ends: Ends) -> CheckResult:
    """Compare the journal of the writers with the final state of the orders."""
    written = journal.acked | journal.maybe
    return CheckResult(
        lost=frozenset(journal.acked) - ends.arrived - ends.dead - ends.rejected,
        duplicated=len(ends.target) - len(ends.arrived),
        phantom=ends.arrived - written.keys(),
        mismatched=frozenset(row.key for row in ends.target if row.key in written and _differs(row, written[row.key])),
    )


def read_ends(target_dsn: str, dead: Iterable[Key] = ()) -> Ends:
    """Read the final state from the target. `dead` are the keys of the dead letters."""
    with psycopg.connect(target_dsn) as connection:
        rows = connection.execute(TARGET).fetchall()
        rejected = connection.execute(REJECTS).fetchall()
    return Ends(
        target=tuple(_target_row(*row) for row in rows),
        rejected=frozenset((source, id_) for source, id_ in rejected),
        dead=frozenset(dead),
    )


def dead_keys(sqs: "SQSClient", dlq_url: str) -> list[Key]:
    """Return the keys of the orders in a dead-letter queue, duplicates included."""
    bodies = [json.loads(message["Body"]) for message in messages_in(sqs, dlq_url)]
    return [(body["source"], body["source_id"]) for body in bodies]


def await_quiescence(
    sqs: "SQSClient",
    lane: TestLane,
    *,
    all_read: Callable[[], bool] = lambda: True,
    poll_seconds: float = 1,
) -> None:
    """Wait until every row is read and all counts of the queue are zero on three consecutive polls.

    SQS moves a message to the dead-letter queue on the receive after its last one. So if nothing is in flight and the
    count is unchanged on three polls, no consumer receives any more, and this function does.
    """
    counts: deque[QueueCount | None] = deque(maxlen=STABLE_POLLS)

    def poll() -> bool:
        counts.append(_count(sqs, lane.queue_url) if all_read() else None)
        stable = counts.count(counts[-1]) == STABLE_POLLS
        if stable and counts[-1] == QueueCount(visible=0, hidden=0):
            return not _extra_receive(sqs, lane.queue_url)
        if stable and counts[-1] and not counts[-1].hidden:
            _extra_receive(sqs, lane.queue_url)
        return False

    wait_for("the lane comes to rest", poll, every_seconds=poll_seconds)


@dataclass(frozen=True, kw_only=True)
class QueueCount:
    """The number of visible messages, and of those in flight or delayed."""

    visible: int
    hidden: int


def _count(sqs: "SQSClient", queue_url: str) -> QueueCount:
    reply = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
    in_flight = int(reply["ApproximateNumberOfMessagesNotVisible"])
    delayed = int(reply["ApproximateNumberOfMessagesDelayed"])
    return QueueCount(visible=int(reply["ApproximateNumberOfMessages"]), hidden=in_flight + delayed)


def _extra_receive(sqs: "SQSClient", queue_url: str) -> bool:
    reply = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10, VisibilityTimeout=0, WaitTimeSeconds=0)
    return bool(reply.get("Messages"))


def _target_row(*columns: object) -> ArrivedRow:
    source, source_id, product, price, security_check, payload_hash = columns
    order = OrderPayload.model_validate({"product": product, "price": price, "security_check": security_check})
    return ArrivedRow(key=(str(source), int(str(source_id))), order=order, payload_hash=str(payload_hash))


def _differs(row: ArrivedRow, written: OrderPayload) -> bool:
    return not row.order.fingerprint() == row.payload_hash == written.fingerprint()
