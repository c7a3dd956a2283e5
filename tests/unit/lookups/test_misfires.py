"""What is run after times were missed."""

from datetime import timedelta

import pytest
from esteira.lookups.lookup import Misfire
from esteira.lookups.misfires import MAX_RUNS, Decision, Run, decide
from esteira.lookups.schedules.recurrence import Monthly

from tests.fixtures.lookups import EVERY_FIVE_MINUTES, NOON, lookup

HOURS = [timedelta(hours=number) for number in range(24)]
MINUTES = [timedelta(minutes=number) for number in range(60)]


def after(downtime: timedelta, misfire: Misfire) -> Decision:
    return decide(lookup(recurrence=EVERY_FIVE_MINUTES, misfire=misfire), NOON + downtime)


def test_what_is_not_due_stays_as_it_is() -> None:
    assert decide(lookup(), NOON - timedelta(seconds=1)) == Decision(runs=[], next_due_at=NOON)


@pytest.mark.parametrize("misfire", Misfire)
def test_what_is_on_time_is_run_by_every_policy(misfire: Misfire) -> None:
    decision = after(timedelta(seconds=30), misfire)

    assert decision == Decision(runs=[Run(due_at=NOON, catch_up=False)], next_due_at=NOON + MINUTES[5])


def test_three_hours_of_missed_times_are_one_run_when_they_coalesce() -> None:
    decision = after(HOURS[3], Misfire.COALESCE)

    assert decision.runs == [Run(due_at=NOON + HOURS[3], catch_up=True)]
    assert (decision.next_due_at, decision.without_run) == (NOON + HOURS[3] + MINUTES[5], 36)


def test_skipping_runs_only_what_is_within_its_grace() -> None:
    decision = after(HOURS[3], Misfire.SKIP)

    assert [run.due_at for run in decision.runs] == [NOON + HOURS[3] - MINUTES[5], NOON + HOURS[3]]
    assert decision.without_run == 35


def test_run_all_makes_one_run_each() -> None:
    decision = after(HOURS[3], Misfire.RUN_ALL)

    assert [run.due_at - NOON for run in decision.runs] == [5 * MINUTES[1] * number for number in range(37)]
    assert (decision.runs[0].catch_up, decision.runs[-1].catch_up, decision.without_run) == (True, False, 0)


def test_run_all_makes_a_bounded_number_of_runs_and_counts_the_rest() -> None:
    decision = after(timedelta(days=4), Misfire.RUN_ALL)

    assert (len(decision.runs), decision.without_run) == (MAX_RUNS, 4 * 288 + 1 - MAX_RUNS)
    assert decision.runs[-1].due_at == NOON + timedelta(days=4)


@pytest.mark.parametrize(("misfire", "runs"), [(Misfire.COALESCE, 1), (Misfire.SKIP, 2), (Misfire.RUN_ALL, MAX_RUNS)])
def test_after_a_year_only_the_newest_times_are_looked_at(misfire: Misfire, runs: int) -> None:
    decision = after(timedelta(days=365), misfire)

    assert (len(decision.runs), decision.runs[-1].due_at) == (runs, NOON + timedelta(days=365))
    assert len(decision.runs) + decision.without_run <= 4 * 288 + 1


def test_rare_times_are_all_found_however_long_ago() -> None:
    monthly = Monthly(every="month", day=30, at="09:00")
    decision = decide(lookup(recurrence=monthly, misfire=Misfire.RUN_ALL), NOON + timedelta(days=10 * 365))

    assert (len(decision.runs), decision.without_run) == (120, 0)


@pytest.mark.parametrize(("misfire", "runs"), [(Misfire.COALESCE, 1), (Misfire.SKIP, 0), (Misfire.RUN_ALL, 1)])
def test_what_happens_once_is_caught_up_unless_it_is_to_be_skipped(misfire: Misfire, runs: int) -> None:
    decision = decide(lookup(misfire=misfire), NOON + HOURS[1])

    assert (len(decision.runs), decision.next_due_at) == (runs, None)
