"""The configuration in force, whatever is away."""

import pytest
from esteira.adapters.memory.flow_versions import MemoryFlowBoard, MemoryFlowBook
from esteira.domain.flow.config import FlowVersion
from esteira.errors import TargetUnavailable

from bridge.manager.current_config import FlowReader
from tests.unit.flow.observing import flow


class LostBook(MemoryFlowBook):
    """It does not answer."""

    def current(self) -> FlowVersion:
        raise TargetUnavailable


def test_what_the_book_says_is_shown_on_the_board() -> None:
    board = MemoryFlowBoard()
    newest = flow()

    assert FlowReader(book=MemoryFlowBook(versions=[newest]), board=board).current() == newest
    assert board.shown == newest


def test_without_the_book_the_board_is_believed() -> None:
    shown = flow()

    assert FlowReader(book=LostBook(), board=MemoryFlowBoard(shown=shown)).current() == shown


def test_without_both_nothing_is_decided_for_the_defaults_would_have_a_paused_lane_receive() -> None:
    with pytest.raises(TargetUnavailable):
        FlowReader(book=LostBook(), board=MemoryFlowBoard()).current()
