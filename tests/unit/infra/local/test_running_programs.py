"""The ports of a command: those that variables name, else those of what runs."""

from pathlib import Path

from infra.local.environment import with_running_programs
from infra.local.settings import LocalSettings
from tests.unit.infra.local.environments import environment


def running(home: Path, **programs: int | None) -> None:
    LocalSettings(home=home).place.make()
    environment(home, programs=programs).write(LocalSettings(home=home).place)


def test_a_shell_without_variables_means_the_ports_that_run(tmp_path: Path) -> None:
    running(tmp_path, redis=7001, console=7002, scaler=None)

    settings = with_running_programs(LocalSettings(home=tmp_path))

    assert (settings.redis_port, settings.console_port, settings.bridge) == (7001, 7002, True)


def test_a_variable_wins_over_what_runs(tmp_path: Path) -> None:
    running(tmp_path, console=7002, scaler=None)

    settings = with_running_programs(LocalSettings(home=tmp_path, console_port=7003, bridge=False))

    assert (settings.console_port, settings.bridge) == (7003, False)


def test_an_installation_without_a_bridge_stays_without_one(tmp_path: Path) -> None:
    running(tmp_path, console=7002)

    assert not with_running_programs(LocalSettings(home=tmp_path)).bridge


def test_where_nothing_runs_the_settings_stay(tmp_path: Path) -> None:
    settings = LocalSettings(home=tmp_path)

    assert with_running_programs(settings) is settings


def test_the_emulator_that_runs_is_meant_and_not_the_default(tmp_path: Path) -> None:
    running(tmp_path, ministack=7004)

    settings = with_running_programs(LocalSettings(home=tmp_path))

    assert (settings.emulator, settings.localstack_port) == ("ministack", 7004)
