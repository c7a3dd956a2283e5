"""When a dead-letter queue is read anew."""

from datetime import timedelta

import pytest
from esteira.core.queue.depth import QueueDepth
from esteira.workbench.file_due_letters import is_due
from esteira.workbench.letter import Filing

from tests.fixtures.clock import READ_AT


def filing(*, seconds: float = 0.5) -> Filing:
    return Filing(lane="orders", at=READ_AT, letters=3, complete=True, seconds=seconds)


@pytest.mark.parametrize(
    ("depth", "after_seconds", "took", "due"),
    [
        (QueueDepth(visible=3), 6, 0.5, False),
        (QueueDepth(visible=3), 300, 0.5, True),
        (QueueDepth(visible=4), 4, 0.5, False),
        (QueueDepth(visible=4), 5, 0.5, True),
        (QueueDepth(visible=4), 60, 20, False),
        (QueueDepth(visible=4), 200, 20, True),
        (QueueDepth(visible=1, in_flight=3), 60, 0.5, False),
        (QueueDepth(visible=1, in_flight=3), 300, 0.5, True),
    ],
)
def test_a_queue_is_read_when_its_depth_changed_and_a_tenth_of_the_time_at_most(
    depth: QueueDepth, after_seconds: int, took: float, due: bool
) -> None:
    assert is_due(filing(seconds=took), depth, READ_AT + timedelta(seconds=after_seconds)) is due


def test_a_queue_that_was_never_read_is_read() -> None:
    assert is_due(None, QueueDepth(), READ_AT)
