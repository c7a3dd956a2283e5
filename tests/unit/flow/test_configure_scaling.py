"""Changes go through one after the other; a pause finds its way, and a board that is away holds nothing up."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from esteira.adapters.memory.flow_versions import MemoryFlowBoard, MemoryFlowBook
from esteira.domain.flow.config import FlowConfiguration, FlowVersion
from esteira.errors import FlowUnavailable, NotFound, Outdated
from esteira.use_cases.configure_scaling import TRIES, FlowControl, change_flow, change_lane, pause_lane
from hypothesis import given
from hypothesis import strategies as st

from tests.making import READ_AT, HandClock


@dataclass(kw_only=True)
class RacedBook(MemoryFlowBook):
    """Somebody else is quicker, as often as there are rivals left."""

    rivals: int = 0
    overtaken: int = field(default=0, init=False)

    def change(self, configuration: FlowConfiguration, *, expected: int, by: str, at: datetime) -> FlowVersion:
        if self.rivals:
            self.rivals -= 1
            self.overtaken += 1
            total = {"max_total_workers": 10 + self.overtaken}
            rival = self.current().configuration.model_copy(update=total)
            super().change(rival, expected=expected, by="rival", at=at)
        return super().change(configuration, expected=expected, by=by, at=at)


class LostBoard(MemoryFlowBoard):
    """Redis is away."""

    def put(self, version: FlowVersion) -> None:
        raise FlowUnavailable(f"(version {version.version})")


def control(book: MemoryFlowBook | None = None, board: MemoryFlowBoard | None = None) -> FlowControl:
    return FlowControl(book=book or MemoryFlowBook(), board=board or MemoryFlowBoard(), clock=HandClock())


@given(starts=st.lists(st.integers(0, 6), max_size=12))
def test_versions_grow_one_by_one_and_only_from_the_current_one(starts: list[int]) -> None:
    desk = control()
    current = 0
    for start in starts:
        with suppress(Outdated):
            change_flow(desk, {"version": start, "max_total_workers": 10 + start})
        current += start == current

        assert desk.book.current().version == current


def test_a_change_says_who_and_when_and_stands_on_the_board() -> None:
    desk = control()

    version = change_lane(desk, "orders", {"version": 0, "by": "ana", "max_workers": 3})

    assert (version.changed_by, version.changed_at) == ("ana", READ_AT)
    assert desk.board.get() == version


def test_of_two_changes_from_one_version_the_later_is_refused() -> None:
    desk = control(RacedBook(rivals=1))

    with pytest.raises(Outdated, match="the current version is 1"):
        change_flow(desk, {"version": 0, "max_total_workers": 8})

    assert desk.book.current().changed_by == "rival"


def test_a_pause_is_put_on_top_of_whatever_others_changed_meanwhile() -> None:
    desk = control(RacedBook(rivals=TRIES - 1))

    paused = pause_lane(desk, "orders", paused=True, by="ana")

    assert (paused.version, paused.configuration.lanes["orders"].paused) == (TRIES, True)
    assert paused.configuration.max_total_workers == 10 + TRIES - 1


def test_a_pause_does_not_try_for_ever() -> None:
    with pytest.raises(Outdated):
        pause_lane(control(RacedBook(rivals=TRIES)), "orders", paused=True, by="ana")


def test_what_is_paused_already_makes_no_version_but_is_shown_again() -> None:
    book = MemoryFlowBook()
    paused = pause_lane(control(book), "orders", paused=True, by="ana")
    emptied = control(book)

    again = pause_lane(emptied, "orders", paused=True, by="rui")

    assert again == paused == emptied.board.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: change_flow(desk, {"version": 0, "max_total_workers": 8}),
        lambda desk: pause_lane(desk, "payments", paused=True, by="ana"),
    ],
)
def test_a_change_holds_though_nobody_can_be_shown_it(change: Callable[[FlowControl], FlowVersion]) -> None:
    desk = control(board=LostBoard())

    assert desk.book.current() != change(desk) == desk.book.current()


def test_a_lane_that_is_none_cannot_be_changed() -> None:
    with pytest.raises(NotFound):
        pause_lane(control(), "refunds", paused=True, by="ana")
