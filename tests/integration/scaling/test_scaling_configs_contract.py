"""Where the versions of the configuration are kept: one contract, kept in memory and in Postgres."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from esteira.core.errors import Outdated, TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.scaling.config import ConfigVersion, LaneConfig, ScalingConfig
from esteira.scaling.memory import MemoryScalingConfigRepository
from esteira.scaling.ports import ScalingConfigRepository
from esteira.scaling.postgres.scaling_configs import PostgresScalingConfigRepository
from pydantic import SecretStr

from tests.fixtures.clock import READ_AT
from tests.harness.ports import free_port

OTHER = ScalingConfig(
    lanes={"orders": LaneConfig(weight=55, retry_delay_seconds=2.5, paused=True), "payments": LaneConfig(weight=45)},
    max_total_workers=9,
).with_new_lanes()


@pytest.fixture(params=["memory", "postgres"])
def configs(request: pytest.FixtureRequest) -> ScalingConfigRepository:
    if request.param == "memory":
        return MemoryScalingConfigRepository()
    return PostgresScalingConfigRepository(request.getfixturevalue("target_database"))


def change(configs: ScalingConfigRepository, expected: int, configuration: ScalingConfig = OTHER) -> ConfigVersion:
    return configs.change(configuration, expected=expected, by="ana", at=READ_AT + timedelta(seconds=expected))


def test_before_the_first_change_the_defaults_are_version_0(configs: ScalingConfigRepository) -> None:
    assert configs.current() == ConfigVersion(version=0, configuration=ScalingConfig())
    assert list(configs.history(10)) == []


def test_a_change_is_the_next_version_with_who_and_when(configs: ScalingConfigRepository) -> None:
    made = change(configs, 0)

    assert made == ConfigVersion(version=1, configuration=OTHER, changed_by="ana", changed_at=READ_AT)
    assert configs.current() == made


@pytest.mark.parametrize("expected", [0, 2, 7])
def test_a_change_of_another_version_than_the_current_one_is_refused_and_told_which_it_is(
    configs: ScalingConfigRepository, expected: int
) -> None:
    change(configs, 0)

    with pytest.raises(Outdated, match="the current version is 1"):
        change(configs, expected)

    assert configs.current().version == 1


def test_history_begins_with_the_newest_and_ends_at_the_limit(configs: ScalingConfigRepository) -> None:
    for version in range(4):
        change(configs, version)

    assert [one.version for one in configs.history(3)] == [4, 3, 2]


def test_of_changes_that_come_at_once_one_gets_in(target_database: Database) -> None:
    configs = PostgresScalingConfigRepository(target_database)

    def try_it(_number: int) -> bool:
        try:
            return bool(change(configs, 0))
        except Outdated:
            return False

    with ThreadPoolExecutor(4) as threads:
        got_in = list(threads.map(try_it, range(20)))

    assert (sum(got_in), [one.version for one in configs.history(10)]) == (1, [1])


def test_a_database_that_is_away_is_called_so() -> None:
    nobody = Database(SecretStr(f"postgresql://127.0.0.1:{free_port()}/none"), unavailable=TargetUnavailable)

    with pytest.raises(TargetUnavailable):
        PostgresScalingConfigRepository(nobody).current()


def test_no_older_version_stands_in_for_one_that_is_not_understood(target_database: Database) -> None:
    configs = PostgresScalingConfigRepository(target_database)
    change(configs, 0)
    change(configs, 1)
    with target_database.transaction() as connection:
        connection.execute("""UPDATE flow_versions SET configuration = '{"of_another_release": 1}' WHERE version = 2""")

    with pytest.raises(TargetUnavailable, match="version 2"):
        configs.current()


def test_a_lane_that_did_not_exist_when_a_version_was_stored_has_no_weight(target_database: Database) -> None:
    configs = PostgresScalingConfigRepository(target_database)
    change(configs, 0)
    with target_database.transaction() as connection:
        connection.execute("""UPDATE flow_versions SET configuration = '{"lanes": {"orders": {"weight": 100}}}'""")

    lanes = configs.current().configuration.lanes

    assert lanes["orders"] == LaneConfig(weight=100)
    assert {(lane.weight, lane.min_workers) for name, lane in lanes.items() if name != "orders"} == {(0, 0)}
