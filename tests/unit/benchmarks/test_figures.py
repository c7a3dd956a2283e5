"""Medians and percentiles of the benchmarks."""

import pytest

from benchmarks.measure.figures import Run, percentile, summarized


def run(*, seconds: float, **processor_seconds: float) -> Run:
    return Run(
        orders=1000,
        seconds=seconds,
        busy_seconds=sum(processor_seconds.values()),
        processor_seconds=processor_seconds,
        peak_mib={"postgres": seconds},
    )


def test_the_rate_is_the_median_of_the_rounds() -> None:
    summary = summarized("both", [run(seconds=each) for each in (1, 4, 2)])

    assert (summary.per_second, summary.slowest_per_second, summary.fastest_per_second) == (500, 250, 1000)


def test_processor_time_is_counted_for_an_order_and_by_program() -> None:
    summary = summarized("both", [run(seconds=2, postgres=1.0, mongo=2.0)])

    assert summary.milliseconds_an_order == 3
    assert summary.milliseconds_by_program == {"postgres": 1, "mongo": 2}
    assert summary.cores == 1.5


def test_a_program_that_ran_in_some_rounds_only_counts_as_nothing_in_the_others() -> None:
    summary = summarized("both", [run(seconds=1), run(seconds=1, workers=3.0), run(seconds=1, workers=1.0)])

    assert summary.milliseconds_by_program == {"workers": 1}


@pytest.mark.parametrize(("percent", "expected"), [(1, 1), (50, 50), (99, 99), (99.5, 100), (100, 100)])
def test_a_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile(range(100, 0, -1), percent) == expected


def test_the_percentile_of_one_value_is_that_value() -> None:
    assert percentile([0.7], 99) == 0.7
