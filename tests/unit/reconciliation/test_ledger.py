"""The ledger counts every row in exactly one state, and its residual is exact."""

from collections.abc import Mapping

import pytest
from esteira.core.queue.depth import QueueDepth
from esteira.reconciliation.balance import SourceBalance, TargetStates
from esteira.reconciliation.ledger import Ledger, LedgerStates
from esteira.reconciliation.memory.ledger import tally
from hypothesis import given
from hypothesis import strategies as st

ROWS = frozenset(range(1, 11))


def reading(
    *,
    handed_over: frozenset[int] = ROWS,
    not_read: int = 0,
    persisted: frozenset[int] = frozenset(),
    dead: frozenset[int] = frozenset(),
    retrying: frozenset[int] = frozenset(),
) -> Mapping[str, SourceBalance]:
    target_states = TargetStates(persisted=tally(persisted), dead=tally(dead), retrying=tally(retrying))
    return {"source1": SourceBalance(handed_over=tally(handed_over), not_read=not_read, target_states=target_states)}


def at_rest(**sets: frozenset[int]) -> Ledger:
    stores = reading(**sets)  # type: ignore[arg-type]
    return Ledger.of(stores, QueueDepth(), stores)


def test_a_finished_lane_balances() -> None:
    ledger = at_rest(persisted=ROWS - {3}, dead=frozenset({3}))

    assert (ledger.residual, ledger.balanced, ledger.at_rest) == (0, True, True)
    assert ledger.states == LedgerStates(persisted=9, dead=1)


def test_at_rest_the_residual_is_the_number_of_lost_rows() -> None:
    ledger = at_rest(persisted=ROWS - {3, 4, 5})

    assert (ledger.residual, ledger.balanced) == (3, False)


def test_a_retrying_row_without_a_message_is_lost() -> None:
    ledger = at_rest(persisted=ROWS - {3, 4}, retrying=frozenset({3, 4}))

    assert (ledger.residual, ledger.states.retrying) == (2, 0)


def test_a_loss_is_not_hidden_by_a_phantom() -> None:
    ledger = at_rest(persisted=ROWS - {3} | {99})

    assert (ledger.residual, ledger.sources["source1"].swapped, ledger.balanced) == (0, True, False)


def test_a_loss_in_one_source_is_not_hidden_by_a_phantom_in_another() -> None:
    stores = {**reading(persisted=ROWS - {3}), "source2": reading(persisted=ROWS | {99})["source1"]}

    ledger = Ledger.of(stores, QueueDepth(), stores)

    assert (ledger.residual, ledger.phantom, ledger.balanced) == (1, 1, False)


def test_all_rows_of_an_unknown_source_are_phantoms() -> None:
    stores = reading(handed_over=frozenset(), persisted=frozenset({1, 2}))

    ledger = Ledger.of(stores, QueueDepth(), stores)

    assert (ledger.phantom, ledger.balanced) == (2, False)


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        (QueueDepth(visible=6), LedgerStates(persisted=4, queued=6)),
        (QueueDepth(visible=4, in_flight=2), LedgerStates(persisted=4, queued=4, in_flight=2)),
        (QueueDepth(visible=2, delayed=2, in_flight=2), LedgerStates(persisted=4, queued=4, in_flight=2)),
        (QueueDepth(visible=8, in_flight=4), LedgerStates(persisted=4, queued=4, in_flight=2)),
    ],
    ids=["all visible", "some received", "delayed ones are queued", "duplicates change only the proportions"],
)
def test_moving_rows_are_split_in_the_proportions_of_the_queue(queue: QueueDepth, expected: LedgerStates) -> None:
    stores = reading(persisted=frozenset({1, 2, 3, 4}))

    ledger = Ledger.of(stores, queue, stores)

    assert ledger.states == expected
    assert ledger.residual == 0


def test_messages_of_retrying_rows_are_not_counted_as_in_flight() -> None:
    stores = reading(persisted=frozenset({1, 2, 3, 4}), retrying=frozenset({5, 6}))

    ledger = Ledger.of(stores, QueueDepth(visible=3, in_flight=3), stores)

    assert ledger.states == LedgerStates(persisted=4, retrying=2, queued=3, in_flight=1)


def test_a_row_that_arrived_while_the_queue_was_counted_is_not_missing() -> None:
    ledger = Ledger.of(reading(persisted=ROWS - {3, 4}), QueueDepth(), reading(persisted=ROWS))

    assert (ledger.residual, ledger.settled) == (0, False)


def test_a_row_handed_over_after_the_queue_was_counted_is_not_missing() -> None:
    ledger = Ledger.of(reading(persisted=ROWS), QueueDepth(), reading(handed_over=ROWS | {11}, persisted=ROWS))

    assert (ledger.residual, ledger.settled, ledger.states.moving) == (0, False, 1)


STATES = ["not_read", "on a message", "retrying", "dead", "rejected", "persisted", "lost"]


@given(placed=st.lists(st.sampled_from(STATES), max_size=40), in_hand=st.integers(0, 40))
def test_every_row_is_counted_exactly_once(placed: list[str], in_hand: int) -> None:
    rows = {state: {number for number, placed_in in enumerate(placed, 1) if placed_in == state} for state in STATES}
    target_states = TargetStates(
        persisted=tally(rows["persisted"]),
        rejected=tally(rows["rejected"]),
        dead=tally(rows["dead"]),
        retrying=tally(rows["retrying"]),
    )
    handed_over = {number for number, placed_in in enumerate(placed, 1) if placed_in != "not_read"}
    stores = {
        "source1": SourceBalance(
            handed_over=tally(handed_over), not_read=len(rows["not_read"]), target_states=target_states
        )
    }
    messages = len(rows["on a message"]) + len(rows["retrying"])
    received = min(in_hand, messages)

    ledger = Ledger.of(stores, QueueDepth(visible=messages - received, in_flight=received), stores)

    states = ledger.states
    assert ledger.residual == len(rows["lost"])
    assert states.not_read + states.moving + states.finished + ledger.residual == len(placed)
    assert (states.retrying, states.queued + states.in_flight) == (len(rows["retrying"]), len(rows["on a message"]))
    assert ledger.balanced == (not rows["lost"])


@pytest.mark.parametrize(
    ("messages", "lost"),
    [(0, {"source1": 2, "source2": 1}), (1, {"source1": None, "source2": None}), (3, {"source1": 0, "source2": 0})],
    ids=["all", "some of either", "none"],
)
def test_lost_orders_are_attributed_to_a_source_where_the_queue_tells(messages: int, lost: dict[str, int]) -> None:
    stores = {
        "source1": SourceBalance(handed_over=tally([1, 2])),
        "source2": SourceBalance(handed_over=tally([3])),
    }

    assert Ledger.of(stores, QueueDepth(visible=messages), stores).lost_by_source == lost


def test_lost_orders_are_those_of_the_only_source_that_moves() -> None:
    stores = {"source1": SourceBalance(handed_over=tally([1, 2])), "source2": SourceBalance()}

    assert Ledger.of(stores, QueueDepth(visible=1), stores).lost_by_source == {"source1": 1, "source2": 0}
