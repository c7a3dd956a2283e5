"""The next step of a bulk redrive."""

from datetime import timedelta
from uuid import UUID

import pytest
from esteira.workbench.redrive_job import SLICE_ITEMS, Fate, JobState, RedriveJob, Step, decide

from tests.fixtures.clock import READ_AT

SENT_NOW = Step(state=JobState.WATCHING, letters=["a"], canary_sent_at=READ_AT)
REASON = "the first letter failed again, so no other was sent"


def job(state: JobState, *, canary: bool = True, per_second: float | None = None) -> RedriveJob:
    return RedriveJob(
        id=UUID(int=1),
        lane="orders",
        by="ana",
        created_at=READ_AT,
        state=state,
        canary=canary,
        per_second=per_second,
        canary_id="a",
        canary_sent_at=READ_AT,
    )


@pytest.mark.parametrize(
    ("state", "waiting", "fate", "step"),
    [
        (JobState.READY, ["a", "b"], None, SENT_NOW),
        (JobState.READY, [], None, Step(state=JobState.DONE)),
        (JobState.WATCHING, ["b"], Fate.PENDING, Step(state=JobState.WATCHING)),
        (JobState.WATCHING, [], Fate.PENDING, Step(state=JobState.WATCHING)),
        (JobState.WATCHING, ["a", "b"], Fate.PENDING, Step(state=JobState.WATCHING, letters=["a"])),
        (JobState.WATCHING, ["b"], Fate.DEAD, Step(state=JobState.FAILED, reason=REASON)),
        (JobState.WATCHING, ["b"], Fate.ARRIVED, Step(state=JobState.RUNNING, letters=["b"])),
        (JobState.WATCHING, [], Fate.ARRIVED, Step(state=JobState.DONE)),
        (JobState.RUNNING, ["b", "c"], Fate.ARRIVED, Step(state=JobState.RUNNING, letters=["b", "c"])),
    ],
)
def test_one_letter_goes_first_and_its_fate_decides(
    state: JobState, waiting: list[str], fate: Fate | None, step: Step
) -> None:
    assert decide(job(state), waiting, fate, READ_AT) == step


def test_a_canary_without_a_result_is_not_awaited_for_ever() -> None:
    step = decide(job(JobState.WATCHING), ["b"], Fate.PENDING, READ_AT + timedelta(minutes=16))

    assert (step.state, step.letters) == (JobState.FAILED, ())


def test_without_a_canary_all_letters_go_at_once() -> None:
    step = decide(job(JobState.READY, canary=False), ["a", "b"], None, READ_AT)

    assert step == Step(state=JobState.RUNNING, letters=["a", "b"])


@pytest.mark.parametrize(("per_second", "items"), [(None, SLICE_ITEMS), (0.01, 1), (2, 20), (9000, SLICE_ITEMS)])
def test_a_slice_is_what_the_rate_allows_in_ten_seconds(per_second: float | None, items: int) -> None:
    assert job(JobState.RUNNING, per_second=per_second).slice_items == items
