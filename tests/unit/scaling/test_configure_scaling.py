"""Changes go through one after the other; a pause is retried, and an unavailable cache delays nothing."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from esteira.core.errors import FlowUnavailable, NotFound, Outdated
from esteira.scaling.config import ConfigVersion, ScalingConfig
from esteira.scaling.configure_scaling import TRIES, ConfigureScalingDeps, change_config, change_lane, pause_lane
from esteira.scaling.memory import MemoryConfigCache, MemoryScalingConfigRepository
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.clock import READ_AT, HandClock


@dataclass(kw_only=True)
class RacedRepository(MemoryScalingConfigRepository):
    """Somebody else is quicker, as often as there are rivals left."""

    rivals: int = 0
    overtaken: int = field(default=0, init=False)

    def change(self, configuration: ScalingConfig, *, expected: int, by: str, at: datetime) -> ConfigVersion:
        if self.rivals:
            self.rivals -= 1
            self.overtaken += 1
            total = {"max_total_workers": 10 + self.overtaken}
            rival = self.current().configuration.model_copy(update=total)
            super().change(rival, expected=expected, by="rival", at=at)
        return super().change(configuration, expected=expected, by=by, at=at)


class LostCache(MemoryConfigCache):
    """Redis is away."""

    def put(self, version: ConfigVersion) -> None:
        raise FlowUnavailable(f"(version {version.version})")


def deps_over(
    configs: MemoryScalingConfigRepository | None = None, cache: MemoryConfigCache | None = None
) -> ConfigureScalingDeps:
    return ConfigureScalingDeps(
        configs=configs or MemoryScalingConfigRepository(), cache=cache or MemoryConfigCache(), clock=HandClock()
    )


@given(starts=st.lists(st.integers(0, 6), max_size=12))
def test_versions_grow_one_by_one_and_only_from_the_current_one(starts: list[int]) -> None:
    deps = deps_over()
    current = 0
    for start in starts:
        with suppress(Outdated):
            change_config(deps, {"version": start, "max_total_workers": 10 + start})
        current += start == current

        assert deps.configs.current().version == current


def test_a_change_says_who_and_when_and_is_cached() -> None:
    deps = deps_over()

    version = change_lane(deps, "orders", {"version": 0, "by": "ana", "max_workers": 3})

    assert (version.changed_by, version.changed_at) == ("ana", READ_AT)
    assert deps.cache.get() == version


def test_of_two_changes_from_one_version_the_later_is_refused() -> None:
    deps = deps_over(RacedRepository(rivals=1))

    with pytest.raises(Outdated, match="the current version is 1"):
        change_config(deps, {"version": 0, "max_total_workers": 8})

    assert deps.configs.current().changed_by == "rival"


def test_a_pause_is_put_on_top_of_whatever_others_changed_meanwhile() -> None:
    deps = deps_over(RacedRepository(rivals=TRIES - 1))

    paused = pause_lane(deps, "orders", paused=True, by="ana")

    assert (paused.version, paused.configuration.lanes["orders"].paused) == (TRIES, True)
    assert paused.configuration.max_total_workers == 10 + TRIES - 1


def test_a_pause_does_not_try_for_ever() -> None:
    with pytest.raises(Outdated):
        pause_lane(deps_over(RacedRepository(rivals=TRIES)), "orders", paused=True, by="ana")


def test_what_is_paused_already_makes_no_version_but_is_shown_again() -> None:
    configs = MemoryScalingConfigRepository()
    paused = pause_lane(deps_over(configs), "orders", paused=True, by="ana")
    emptied = deps_over(configs)

    again = pause_lane(emptied, "orders", paused=True, by="rui")

    assert again == paused == emptied.cache.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda deps: change_config(deps, {"version": 0, "max_total_workers": 8}),
        lambda deps: pause_lane(deps, "payments", paused=True, by="ana"),
    ],
)
def test_a_change_holds_though_nobody_can_be_shown_it(change: Callable[[ConfigureScalingDeps], ConfigVersion]) -> None:
    deps = deps_over(cache=LostCache())

    assert deps.configs.current() != change(deps) == deps.configs.current()


def test_a_lane_that_is_none_cannot_be_changed() -> None:
    with pytest.raises(NotFound):
        pause_lane(deps_over(), "returns", paused=True, by="ana")
