"""Figures of invocations, from what Lambda itself writes into a log."""

from datetime import timedelta

import pytest
from esteira.stack.function import LogLine
from esteira.stack.invocations import figures, invocations, percentile

from tests.fixtures.clock import READ_AT
from tests.fixtures.stack import line, report


def test_a_report_gives_duration_memory_and_the_start_of_its_process() -> None:
    [warm, cold] = invocations([report(milliseconds=120), report(milliseconds=80, init=350)])

    assert (warm.seconds, warm.memory_mib, warm.init_seconds, warm.failed) == (0.12, 90, None, False)
    assert (cold.seconds, cold.init_seconds) == (0.08, 0.35)


@pytest.mark.parametrize(
    ("lines", "failed"),
    [
        ([report()], [False]),
        ([report(status="timeout")], [True]),
        ([report(init=300, status="error")], [True]),
        ([line("[ERROR] ValueError: no\nTraceback"), report(), report()], [True, False]),
        ([line("[ERROR] ValueError: no", stream="two"), report(stream="one"), report(stream="two")], [False, True]),
        ([line('{"level":"ERROR","message":"[ERROR] of ours"}'), report()], [False]),
    ],
)
def test_an_invocation_failed_if_its_report_or_the_line_before_it_says_so(
    lines: list[LogLine], failed: list[bool]
) -> None:
    assert [each.failed for each in invocations(lines)] == failed


def test_the_figures_of_a_period() -> None:
    found = list(
        invocations(
            [
                report(READ_AT, milliseconds=100, init=300),
                report(READ_AT + timedelta(seconds=1), milliseconds=200),
                report(READ_AT + timedelta(seconds=2), milliseconds=900, status="timeout"),
            ]
        )
    )

    result = figures(found)

    assert (result.invocations, result.errors, result.cold_starts) == (3, 1, 1)
    assert (result.p50_seconds, result.p95_seconds) == (0.2, 0.9)
    assert result.last == found[2]


def test_without_invocations_there_are_no_durations() -> None:
    assert (figures([]).p50_seconds, figures([]).last) == (None, None)


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (95, 95), (100, 100), (1, 1), (0, 1)])
def test_a_percentile_is_one_of_the_values(percent: int, value: float) -> None:
    assert percentile(range(1, 101), percent) == value
