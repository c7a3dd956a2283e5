"""What the two processes of a worker share."""

import os

import pytest

from bridge.worker.shared_state import Slate, smoothed


def test_what_a_child_writes_the_parent_sees() -> None:
    slate = Slate.shared()
    child = os.fork()
    if not child:
        slate.finish(processed=30, failed=2, seconds=0.5)
        os._exit(0)
    os.waitpid(child, 0)

    assert (slate.processed, slate.failed, slate.in_hand, slate.rate_per_second) == (30, 2, 0, 64.0)


def test_what_a_child_held_is_gone_with_it() -> None:
    slate = Slate.shared()
    slate.in_hand, slate.in_task, slate.processed = 70, 1, 500

    slate.begin_child(4711)

    assert (slate.in_hand, slate.in_task, slate.processed, slate.child_pid) == (0, 0, 500, 4711)


def test_the_first_batch_makes_the_rate() -> None:
    assert smoothed(0, 100, 0.5) == 200


def test_old_work_is_forgotten_with_the_time_worked() -> None:
    rate = smoothed(100, 200 * 20, 20)

    assert rate == pytest.approx(100 + 100 * (1 - 1 / 2.718281828), rel=1e-6)


def test_a_batch_that_took_no_time_says_nothing() -> None:
    assert smoothed(100, 10, 0) == 100
