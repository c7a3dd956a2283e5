"""The page of workers: edits that are not saved yet, and signs on a line of time."""

from datetime import timedelta

import pytest
from esteira.core.names import Lane
from esteira.scaling.config import DEFAULT_LANES, ConfigVersion, ScalingConfig
from esteira.scaling.ports import ScalingEvent

from console.pages.workers.edits import ConfigEdits
from console.pages.workers.events_panel import timeline_start
from console.pages.workers.fields import value_text
from console.pages.workers.timeline import markers
from console.pages.workers.words import ENGLISH, PORTUGUESE, WorkersWords
from tests.fixtures.clock import READ_AT

END = READ_AT + timedelta(hours=1)


def edits() -> ConfigEdits:
    """No edits, on the default configuration: weights of 30, 50 and 20."""
    return ConfigEdits(ConfigVersion(version=3, configuration=ScalingConfig()))


def event(minutes: float, lane: Lane = "orders") -> ScalingEvent:
    """A worker was started so many minutes after the beginning."""
    return ScalingEvent(at=READ_AT + timedelta(minutes=minutes), lane=lane, action="started", reason="Need.")


def test_only_what_was_edited_is_saved() -> None:
    found = edits()
    found.set(("lanes", "orders", "max_workers"), 9)
    found.set(("host", "max_cpu_percent"), 70)
    found.set(("max_total_workers",), 6)

    assert found.document == {"lanes": {"orders": {"max_workers": 9}}, "host": {"max_cpu_percent": 70}}


def test_a_weight_that_is_moved_to_the_end_and_back_leaves_the_others_as_they_were() -> None:
    found = edits()

    others = {lane: flow.weight for lane, flow in DEFAULT_LANES.items() if lane != "orders"}

    assert found.set_weight("orders", 100) == dict.fromkeys(others, 0)
    assert found.set_weight("orders", DEFAULT_LANES["orders"].weight) == others
    assert found.document == {}


def test_edits_stay_when_another_version_is_put_under_them() -> None:
    found = edits()
    found.set(("max_total_workers",), 9)
    newer = ConfigVersion(version=4, configuration=ScalingConfig(cool_down_seconds=5))

    moved = found.on(newer)

    assert (moved.document, moved.value(("cool_down_seconds",))) == ({"max_total_workers": 9}, 5)


@pytest.mark.parametrize(("words", "text"), [(ENGLISH, "as deployed"), (PORTUGUESE, "como implantado")])
def test_no_retry_delay_is_said_in_words(words: WorkersWords, text: str) -> None:
    assert value_text(("lanes", "orders", "retry_delay_seconds"), None, words) == text


def test_events_that_would_lie_upon_each_other_share_a_sign() -> None:
    events = [event(30.5), event(30), event(30), event(50), event(30, "payments"), event(-5)]

    found = [(marker.lane, len(marker.events), marker.percent) for marker in markers(events, READ_AT, END)]

    assert found == [("orders", 3, 50), ("orders", 1, pytest.approx(100 * 50 / 60)), ("payments", 1, 50)]


def test_the_line_begins_with_the_first_event_of_the_chosen_time_and_shows_an_hour_at_least() -> None:
    events = [event(-600), event(-90), event(30)]

    assert timeline_start(events, READ_AT - timedelta(minutes=120), END) == READ_AT - timedelta(minutes=90)
    assert timeline_start(events, READ_AT, END) == READ_AT
    assert timeline_start(events, None, END) == READ_AT - timedelta(minutes=600)
