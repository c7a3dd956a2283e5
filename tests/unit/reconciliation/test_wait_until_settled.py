"""Waiting ends when no order is unread or in motion, or at the time limit."""

from dataclasses import replace

from esteira.core.orders import Order, fingerprint
from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.memory import MemoryQueueDepthReader
from esteira.producer.cursor import START, Position
from esteira.reconciliation.comparison import TargetRow
from esteira.reconciliation.memory.ledger import MemoryCursorReader, MemorySourceLedgerReader, MemoryTargetLedgerReader
from esteira.reconciliation.read_ledger import LedgerDeps
from esteira.reconciliation.wait_until_settled import Progress, wait_until_settled

from tests.fixtures.clock import READ_AT
from tests.fixtures.messages import order

ROWS = range(1, 5)


class DrainingLane:
    """Four orders on the lane. One arrives at progress pause."""

    def __init__(self) -> None:
        price = order().payload.price
        rows = {
            number: Order(id=number, product="x", price=price, security_check=True, created_at=READ_AT)
            for number in ROWS
        }
        self._arrived = TargetRow(0, "x", price, True, fingerprint("x", price, True), False, None)
        self.target = MemoryTargetLedgerReader(table={"source1": {}})
        self.depth_reader = MemoryQueueDepthReader(reading=QueueDepth(visible=len(rows)))
        self.cursors = MemoryCursorReader(positions={"source1": Position(x=0, id=max(rows))})
        self.ledger_deps = LedgerDeps(
            sources={"source1": MemorySourceLedgerReader(table=rows)},
            target=self.target,
            cursors=self.cursors,
            lane=self.depth_reader,
        )
        self.elapsed_seconds = 0.0

    def pause(self, seconds: float) -> None:
        self.elapsed_seconds += seconds
        number = len(self.target.table["source1"]) + 1
        if number in ROWS:
            self.target.table["source1"][number] = self._arrived._replace(id=number)
            self.depth_reader.reading = replace(
                self.depth_reader.reading, visible=self.depth_reader.reading.visible - 1
            )

    def wait(self, limit_seconds: float) -> list[Progress]:
        reported: list[Progress] = []
        wait_until_settled(
            self.ledger_deps,
            limit_seconds=limit_seconds,
            on_progress=reported.append,
            pause=self.pause,
            seconds=lambda: self.elapsed_seconds,
        )
        return reported


def test_waiting_reports_progress_and_ends_when_all_orders_have_arrived() -> None:
    reported = DrainingLane().wait(limit_seconds=100)

    assert [(progress.finished, progress.settled) for progress in reported] == [
        (0, False),
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]
    assert [progress.per_second for progress in reported] == [0, 2, 2, 2, 2]


def test_waiting_ends_at_the_time_limit() -> None:
    reported = DrainingLane().wait(limit_seconds=1)

    assert (reported[-1].settled, reported[-1].finished, reported[-1].elapsed_seconds) == (False, 2, 1)


def test_unread_rows_are_waited_for() -> None:
    lane = DrainingLane()
    lane.depth_reader.reading = QueueDepth()
    lane.cursors.positions["source1"] = START

    assert not lane.wait(limit_seconds=0)[-1].settled


def test_waiting_ends_also_when_orders_are_lost() -> None:
    lane = DrainingLane()
    lane.depth_reader.reading = QueueDepth()

    (progress,) = lane.wait(limit_seconds=100)

    assert (progress.settled, progress.lost) == (True, 4)


def test_lost_orders_are_named_also_while_others_are_not_read() -> None:
    lane = DrainingLane()
    lane.depth_reader.reading = QueueDepth()
    lane.cursors.positions["source1"] = Position(x=0, id=3)

    (progress,) = lane.wait(limit_seconds=0)

    assert (progress.settled, progress.lost, progress.ledger.states.not_read) == (False, 3, 1)
