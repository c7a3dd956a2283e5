"""Which metrics count as changed."""

from datetime import timedelta

from esteira.metrics.metric import Metric, metric

from console.feed.metric_changes import CONFIRM_AFTER, changes_between
from tests.fixtures.clock import READ_AT


def _left(seconds: float, after: timedelta) -> dict[str, Metric]:
    return {"left": metric("token.{token}.seconds_left", seconds, READ_AT + after, token="bank")}


def _unprocessed(value: float, after: timedelta) -> dict[str, Metric]:
    return {"unprocessed": metric("callbacks.unprocessed", value, READ_AT + after)}


NOW = timedelta(0)
SOON = timedelta(seconds=10)


def test_a_figure_that_stays_the_same_is_not_sent() -> None:
    assert not changes_between(_unprocessed(3, NOW), _unprocessed(3, SOON))


def test_a_figure_that_changes_is_sent() -> None:
    assert changes_between(_unprocessed(3, NOW), _unprocessed(4, SOON)).metrics == _unprocessed(4, SOON)


def test_a_figure_that_stays_the_same_for_long_is_confirmed() -> None:
    assert changes_between(_unprocessed(3, NOW), _unprocessed(3, CONFIRM_AFTER))


def test_a_countdown_that_runs_with_the_clock_is_not_sent() -> None:
    assert not changes_between(_left(100, NOW), _left(90, SOON))


def test_a_countdown_that_was_set_anew_is_sent() -> None:
    assert changes_between(_left(100, NOW), _left(3600, SOON))


def test_what_is_gone_is_sent_under_its_topic() -> None:
    assert changes_between(_unprocessed(3, NOW), {}).gone == {"unprocessed": "callbacks"}
