"""What the two processes of a worker share."""

import os

import pytest

from bridge.worker.shared_state import SharedWorkerState, smoothed


def test_what_a_child_writes_the_parent_sees() -> None:
    state = SharedWorkerState.shared()
    child = os.fork()
    if not child:
        state.finish(processed=30, failed=2, seconds=0.5)
        os._exit(0)
    os.waitpid(child, 0)

    assert (state.processed, state.failed, state.in_hand, state.rate_per_second) == (30, 2, 0, 64.0)


def test_what_a_child_held_is_gone_with_it() -> None:
    state = SharedWorkerState.shared()
    state.in_hand, state.in_task, state.processed = 70, 1, 500

    state.begin_child(4711)

    assert (state.in_hand, state.in_task, state.processed, state.child_pid) == (0, 0, 500, 4711)


def test_the_first_batch_makes_the_rate() -> None:
    assert smoothed(0, 100, 0.5) == 200


def test_old_work_is_forgotten_with_the_time_worked() -> None:
    rate = smoothed(100, 200 * 20, 20)

    assert rate == pytest.approx(100 + 100 * (1 - 1 / 2.718281828), rel=1e-6)


def test_a_batch_that_took_no_time_says_nothing() -> None:
    assert smoothed(100, 10, 0) == 100
