"""A purge says before what it loses, and deletes everything."""

import pytest
from esteira.core.errors import Conflict, NotFound
from esteira.core.queue.depth import QueueDepth
from esteira.queues.purge_queue import preview_purge, purge_queue
from esteira.queues.queue import MessageState, Side
from esteira.reconciliation.read_ledger import read_ledger

from tests.fixtures.clock import HandClock
from tests.fixtures.queues import QueuesOnTwins, queued


def test_the_ledger_calls_lost_what_the_preview_said() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held += [queued(1), queued(2, state=MessageState.IN_FLIGHT)]

    preview = preview_purge(twins.deps, "orders", Side.QUEUE)
    purge_queue(twins.deps, "orders", Side.QUEUE)

    assert preview.lost == read_ledger(twins.deps.repair.ledger_deps).residual == 2


def test_copies_of_a_message_are_not_counted_as_lost_rows() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held += [queued(1), queued(1), queued(2)]

    assert preview_purge(twins.deps, "orders", Side.QUEUE).lost == 2


def test_dead_letters_and_other_lanes_are_no_rows_that_the_ledger_would_miss() -> None:
    twins = QueuesOnTwins(clock=HandClock())

    previews = [
        preview_purge(twins.deps, lane, side) for lane, side in (("orders", Side.DEAD), ("payments", Side.QUEUE))
    ]

    assert [preview.lost for preview in previews] == [None, None]


def test_a_purge_deletes_messages_of_every_state_in_its_queue_alone() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held += [queued(number, state=state) for number, state in enumerate(MessageState, start=1)]
    twins.queues["orders", Side.DEAD].held.append(queued(9))

    purged = purge_queue(twins.deps, "orders", Side.QUEUE)

    assert (purged.before, purged.after) == (QueueDepth(visible=1, in_flight=1, delayed=1), QueueDepth())
    assert len(twins.queues["orders", Side.DEAD].held) == 1


def test_a_second_purge_within_a_minute_is_refused() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.purging = True

    with pytest.raises(Conflict, match="one purge a minute"):
        purge_queue(twins.deps, "orders", Side.QUEUE)


def test_a_lane_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        purge_queue(QueuesOnTwins(clock=HandClock()).deps, "no-lane", Side.QUEUE)
