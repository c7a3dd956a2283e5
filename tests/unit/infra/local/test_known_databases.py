"""The databases of a command that need not be deployed: those that variables name, else those of the last `up`."""

from pathlib import Path

from esteira.core.settings import SourceSettings
from pydantic import SecretStr

from infra.local.environment import with_known_databases
from infra.local.settings import LocalSettings
from tests.unit.infra.local.environments import environment

SHOP = {"shop": SourceSettings(dsn=SecretStr("postgresql://x/shop"), cursor_mode="sequence")}


def running(home: Path) -> None:
    sources, modes = {"shop": "postgresql://x/shop"}, {"shop": "sequence"}
    known = environment(home, sources=sources, cursor_modes=modes, target_dsn="postgresql://x/target")
    LocalSettings(home=home).place.make()
    known.write(LocalSettings(home=home).place)


def test_a_shell_without_variables_means_the_databases_that_run(tmp_path: Path) -> None:
    running(tmp_path)

    settings = with_known_databases(LocalSettings(home=tmp_path))

    assert settings.sources == SHOP
    assert settings.target_dsn == SecretStr("postgresql://x/target")


def test_variables_win_over_the_databases_that_run(tmp_path: Path) -> None:
    running(tmp_path)
    market = {"market": SourceSettings(dsn=SecretStr("postgresql://x/market"))}

    given = with_known_databases(LocalSettings(home=tmp_path, sources=market))
    embedded = with_known_databases(LocalSettings(home=tmp_path, embedded_sources=("source3",)))

    assert (given.sources, given.target_dsn) == (market, SecretStr("postgresql://x/target"))
    assert (embedded.sources, embedded.embedded_sources) == (None, ("source3",))


def test_where_nothing_ran_the_settings_stay(tmp_path: Path) -> None:
    settings = LocalSettings(home=tmp_path)

    assert with_known_databases(settings) is settings
