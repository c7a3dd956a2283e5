"""What operators see before a change and after it."""

from datetime import timedelta

import pytest
from esteira.core.errors import ImpossibleFlow, NotFound, Outdated
from esteira.scaling.configure_scaling import ConfigureScalingDeps, change_config, pause_lane
from esteira.scaling.make_plan import make_plan
from esteira.scaling.memory import MemoryConfigCache, MemoryHeartbeatStore, MemoryScalingConfigRepository
from esteira.scaling.operating.compare_configs import list_changes
from esteira.scaling.operating.preview_plan import preview_plan
from esteira.scaling.operating.restore_version import restore_version
from esteira.scaling.operating.survey_workers import survey_workers

from tests.fixtures.clock import READ_AT
from tests.fixtures.observations import beat, seen


@pytest.fixture
def deps() -> ConfigureScalingDeps:
    """The default configuration, in memory."""
    return ConfigureScalingDeps(
        configs=MemoryScalingConfigRepository(), cache=MemoryConfigCache(), clock=lambda: READ_AT
    )


def test_a_preview_is_the_plan_that_the_manager_makes_after_saving(deps: ConfigureScalingDeps) -> None:
    current = deps.configs.current()
    plan = make_plan(current, seen(60_000, 0), None)
    document = {"lanes": {"orders": {"max_workers": 5, "target_seconds": 30}}}

    preview = preview_plan(current, document, plan)

    saved = change_config(deps, {"version": 0, **document})
    assert preview == make_plan(saved, plan.observation, plan)
    assert (plan.lanes["orders"].workers, preview.lanes["orders"].workers) == (4, 5)


def test_a_preview_of_what_cannot_be_saved_says_why_not(deps: ConfigureScalingDeps) -> None:
    current = deps.configs.current()

    with pytest.raises(ImpossibleFlow, match="the weights add up to 120"):
        preview_plan(current, {"lanes": {"orders": {"weight": 50}}}, make_plan(current, seen(), None))


def test_each_version_says_what_it_changed_of_the_one_before(deps: ConfigureScalingDeps) -> None:
    change_config(deps, {"version": 0, "by": "ana", "max_total_workers": 9})
    pause_lane(deps, "orders", paused=True, by="bia")

    found = [
        (each.version.changed_by, [(change.path, change.before, change.after) for change in each.changes])
        for each in list_changes(deps.configs, 10)
    ]

    assert found == [
        ("bia", [(("lanes", "orders", "paused"), False, True)]),
        ("ana", [(("max_total_workers",), 6, 9)]),
    ]


def test_of_a_part_of_the_history_the_oldest_is_compared_with_the_one_before_it(deps: ConfigureScalingDeps) -> None:
    for version in range(3):
        change_config(deps, {"version": version, "max_total_workers": 10 + version})

    assert [each.changes[0].before for each in list_changes(deps.configs, 2)] == [11, 10]


def test_a_restored_version_is_a_new_one_with_all_old_fields(deps: ConfigureScalingDeps) -> None:
    first = change_config(deps, {"version": 0, "by": "ana", "max_total_workers": 9})
    pause_lane(deps, "orders", paused=True, by="bia")

    restored = restore_version(deps, 1, based_on=2, by="caio")

    assert (restored.version, restored.changed_by) == (3, "caio")
    assert restored.configuration == first.configuration


def test_a_version_is_not_restored_over_a_newer_one_than_was_seen(deps: ConfigureScalingDeps) -> None:
    change_config(deps, {"version": 0, "max_total_workers": 9})

    with pytest.raises(Outdated):
        restore_version(deps, 0, based_on=0, by="caio")
    with pytest.raises(NotFound):
        restore_version(deps, 7, based_on=1, by="caio")


def test_usage_is_shown_in_equal_steps_however_often_a_worker_reported() -> None:
    heartbeats = MemoryHeartbeatStore()
    for seconds, percent in ((0, 10), (1, 20), (2, 30), (5, 80), (10, 40)):
        heartbeats.beat(beat("a", at=READ_AT + timedelta(seconds=seconds), cpu_percent=percent))

    (worker,) = survey_workers(heartbeats, READ_AT + timedelta(seconds=60))

    assert [usage.cpu_percent for usage in worker.usage] == [20, 80, 40]
    assert worker.missing
