"""The console says that nobody plans, and how old the last plan is."""

from datetime import timedelta

import pytest
from esteira.metrics.metric import Metric, metric

from console.refresh.plan_age import nobody_plans, plan_meanwhile
from tests.fixtures.clock import READ_AT


def figures(*, plan_age: float | None = None, workers: int = 1) -> dict[str, Metric]:
    """Figures of the manager and of the workers of one lane."""
    found = [metric("workers.{lane}.alive", workers, READ_AT, lane="orders")]
    found += [] if plan_age is None else [metric("flow.plan_age_seconds", plan_age, READ_AT)]
    return {figure.name: figure for figure in found}


@pytest.mark.parametrize(("age", "said"), [(1, ""), (30, ""), (31, "30 s old"), (311, "310 s old")])
def test_a_plan_that_is_too_old_is_said(age: float, said: str) -> None:
    sentence = nobody_plans(figures(plan_age=age))

    assert said in sentence
    assert bool(sentence) == bool(said)


@pytest.mark.parametrize(("workers", "said"), [(1, "there is no plan"), (0, "")])
def test_workers_without_any_plan_are_said_and_an_installation_without_both_is_calm(workers: int, said: str) -> None:
    sentence = nobody_plans(figures(workers=workers))

    assert said in sentence
    assert bool(sentence) == bool(said)


def test_while_nothing_can_be_measured_the_last_plan_grows_older() -> None:
    known = figures(plan_age=2)

    sentences = [plan_meanwhile(known, READ_AT + timedelta(seconds=seconds)) for seconds in (1, 20, 60)]

    assert sentences[0] == ""
    assert "20 s old" in sentences[1]
    assert "60 s old" in sentences[2]
    assert plan_meanwhile({}, READ_AT) == ""
