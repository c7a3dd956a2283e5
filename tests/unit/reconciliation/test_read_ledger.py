"""Reading the ledger: the counts of a queue are no snapshot."""

from dataclasses import dataclass, field

from esteira.core.orders import Order
from esteira.core.queue.depth import QueueDepth
from esteira.producer.cursor import Position
from esteira.reconciliation.memory.ledger import MemoryCursorReader, MemorySourceLedgerReader, MemoryTargetLedgerReader
from esteira.reconciliation.read_ledger import LedgerDeps, read_ledger

from tests.fixtures.clock import READ_AT
from tests.fixtures.messages import order

EMPTY = QueueDepth()
ONE_VISIBLE = QueueDepth(visible=1)


@dataclass
class Depths:
    """A queue's depth at each reading; the last one stays."""

    readings: list[QueueDepth]
    read_count: int = field(default=0, init=False)

    def read(self) -> QueueDepth:
        depth = self.readings[min(self.read_count, len(self.readings) - 1)]
        self.read_count += 1
        return depth


def one_order_in_motion(lane: Depths) -> LedgerDeps:
    row = Order(id=1, product="x", price=order().payload.price, security_check=True, created_at=READ_AT)
    return LedgerDeps(
        sources={"source1": MemorySourceLedgerReader(table={1: row})},
        target=MemoryTargetLedgerReader(table={"source1": {}}),
        cursors=MemoryCursorReader(positions={"source1": Position(x=0, id=1)}),
        lane=lane,
    )


def test_a_message_between_two_counts_of_its_queue_is_not_lost() -> None:
    ledger = read_ledger(one_order_in_motion(Depths([EMPTY, ONE_VISIBLE])))

    assert (ledger.residual, ledger.at_rest, ledger.states.moving) == (0, False, 1)


def test_an_order_without_a_message_is_lost_when_the_queue_is_empty_twice() -> None:
    ledger = read_ledger(one_order_in_motion(Depths([EMPTY])))

    assert (ledger.residual, ledger.at_rest) == (1, True)


def test_a_queue_that_holds_messages_is_read_once() -> None:
    lane = Depths([ONE_VISIBLE])

    read_ledger(one_order_in_motion(lane))

    assert lane.read_count == 1
