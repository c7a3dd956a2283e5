"""The survey joins SQS, metrics, plan and configuration, and misses only what is away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from esteira.core.errors import QueueUnavailable
from esteira.core.names import LANES
from esteira.core.queue.depth import QueueDepth
from esteira.metrics.metric import metric
from esteira.metrics.ports import MetricsReport
from esteira.queues.queue import QueueSurvey, Side
from esteira.queues.survey_queues import survey_queues, thinned, utilisation
from esteira.scaling.config import LaneConfig, ScalingConfig

from tests.fixtures.clock import READ_AT, HandClock
from tests.fixtures.heartbeats import plan
from tests.fixtures.queues import QueuesOnTwins, queued


class AwayDepth:
    """A queue that does not answer."""

    def read(self) -> QueueDepth:
        raise QueueUnavailable


def measured(twins: QueuesOnTwins) -> None:
    """Three workers of orders for two seconds, of which one and then two are busy, with a backlog of 4 and then 6."""
    for second, (busy, backlog) in enumerate(((1, 4), (2, 6))):
        at = READ_AT - timedelta(seconds=2 - second)
        figures = [
            metric("workers.{lane}.alive", 3, at, lane="orders"),
            metric("workers.{lane}.busy", busy, at, lane="orders"),
            metric("queue.{lane}.visible", backlog, at, lane="orders"),
            metric("queue.{lane}.oldest_seconds", 12, at, lane="orders"),
        ]
        twins.metrics.write(MetricsReport(at=at, metrics=figures))


def survey_of_orders(twins: QueuesOnTwins) -> QueueSurvey:
    survey = survey_queues(twins.deps)
    return replace(survey, lanes=[lane for lane in survey.lanes if lane.lane == "orders"])


def test_a_lane_has_its_depth_its_figures_and_why_it_has_so_many_workers() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    twins.orders.held.append(queued(1))
    twins.decisions.record(plan())
    measured(twins)

    [lane] = survey_of_orders(twins).lanes

    assert lane.depth == QueueDepth(visible=1)
    assert lane.figures
    assert (lane.figures.oldest_seconds, lane.figures.alive) == (12, 3)
    assert (lane.figures.backlog, lane.figures.utilisation) == ([4, 6], 0.5)
    assert lane.why
    assert (lane.why.workers, lane.why.rule, lane.why.at) == (4, "maximum", READ_AT)


def test_a_paused_lane_is_shown_as_such() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    lanes = {"orders": LaneConfig(weight=100, paused=True), "payments": LaneConfig(weight=0)}
    twins.configs.change(ScalingConfig(lanes=lanes), expected=0, by="me", at=READ_AT)

    assert {lane.lane for lane in survey_queues(twins.deps).lanes if lane.paused} == {"orders"}


def test_a_queue_that_does_not_answer_hides_its_own_figures_and_is_named_once() -> None:
    twins = QueuesOnTwins(clock=HandClock())
    deps = twins.deps
    away = {key: replace(access, depth=AwayDepth()) for key, access in deps.queues.items() if key[1] is Side.QUEUE}

    survey = survey_queues(replace(deps, queues={**deps.queues, **away}))

    assert [(lane.depth, lane.dead) for lane in survey.lanes] == [(None, QueueDepth())] * len(LANES)
    assert survey.unread == (str(QueueUnavailable()),)


def test_a_queue_that_does_not_answer_any_more_keeps_its_last_figures_with_their_time() -> None:
    clock = HandClock()
    twins = QueuesOnTwins(clock=clock)
    twins.orders.held.append(queued(1))
    deps = twins.deps
    away = {key: replace(access, depth=AwayDepth()) for key, access in deps.queues.items()}
    survey = survey_queues(deps)
    twins.configs.change(
        ScalingConfig(lanes={"orders": LaneConfig(weight=100, paused=True)}), expected=0, by="me", at=READ_AT
    )

    for _ in range(2):
        clock.forward(seconds=3)
        survey = survey_queues(replace(deps, queues=away), survey)

    assert (survey.lanes[0].depth, survey.lanes[0].paused) == (QueueDepth(visible=1), True)
    assert (survey.kept_from, survey.unread) == (READ_AT, (str(QueueUnavailable()),))
    assert survey_queues(deps, survey).kept_from is None


@pytest.mark.parametrize(
    ("busy", "alive", "share"),
    [([1, 3], [4, 4], 0.5), ([], [], None), ([0], [0], None), ([2], [1], 1.0)],
)
def test_utilisation_is_the_share_of_the_time_of_workers(
    busy: list[float], alive: list[float], share: float | None
) -> None:
    assert utilisation(busy, alive) == share


@pytest.mark.parametrize(
    ("values", "most", "kept"),
    [([], 3, []), ([1, 2], 3, [1, 2]), ([1, 3, 5, 7], 2, [2, 6]), ([1, 3, 5], 2, [2, 5])],
)
def test_many_values_become_the_means_of_equal_portions(values: list[float], most: int, kept: list[float]) -> None:
    assert thinned(values, most) == kept
