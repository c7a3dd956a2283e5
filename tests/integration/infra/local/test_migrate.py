"""Migrations are applied once, and never blocked by a killed process."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from esteira.core.names import CursorMode
from esteira.core.settings import SourceSettings
from pydantic import SecretStr
from typer.testing import CliRunner

from infra.cli.main import build
from infra.errors import MigrationFailed
from infra.local.home import Home
from infra.local.secrets import Secrets
from infra.local.services.migrate import MIGRATIONS, migrate
from infra.local.services.service_endpoints import ServiceEndpoints, resolve
from infra.local.settings import LocalSettings
from tests.harness.pgbouncer import PgBouncer
from tests.harness.ports import free_port
from tests.harness.postgres import Postgres
from tests.unit.infra.local.environments import environment

OF_SOURCE = sorted(path.stem for path in (MIGRATIONS / "source").glob("*.sql"))
OF_TARGET = sorted(path.stem for path in (MIGRATIONS / "target").glob("*.sql"))


def endpoints(source_dsn: str, target_dsn: str, mode: CursorMode = "xid") -> ServiceEndpoints:
    source = SourceSettings(dsn=SecretStr(source_dsn), cursor_mode=mode)
    settings = LocalSettings(home=Path("/nowhere"), sources={"shop": source}, target_dsn=SecretStr(target_dsn))
    return resolve(settings, Secrets())


@pytest.fixture
def fresh(postgres: Postgres) -> ServiceEndpoints:
    return endpoints(postgres.create_database("shop"), postgres.create_database("target"))


def test_the_second_time_there_is_nothing_to_do(fresh: ServiceEndpoints) -> None:
    first = migrate(fresh)

    assert first == {"source shop": OF_SOURCE, "target": OF_TARGET}
    assert migrate(fresh) == {"source shop": [], "target": []}


def test_two_at_once_apply_everything_once(fresh: ServiceEndpoints) -> None:
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(migrate, [fresh, fresh])

    assert sorted(one["source shop"] + other["source shop"]) == OF_SOURCE
    assert sorted(one["target"] + other["target"]) == OF_TARGET


def test_a_target_behind_a_pooler_is_migrated_and_its_lock_is_released(
    postgres: Postgres, pgbouncer: PgBouncer
) -> None:
    target_dsn = postgres.create_database("target")
    pooled = endpoints(postgres.create_database("shop"), pgbouncer.pooled(target_dsn))

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(migrate, [pooled, pooled]))

    assert sorted(done[0]["target"] + done[1]["target"]) == OF_TARGET
    with psycopg.connect(target_dsn) as reader:
        held = reader.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert held.fetchall() == [(0,)]


def test_the_lock_of_a_killed_migration_does_not_block(fresh: ServiceEndpoints) -> None:
    migrate(fresh)
    with psycopg.connect(fresh.target_dsn.get_secret_value()) as killed:
        killed.execute("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, now(), 1)")

    assert migrate(fresh)["target"] == []


def test_an_index_whose_build_was_killed_is_built_again(postgres: Postgres) -> None:
    dsn = postgres.create_database("shop")
    shop = endpoints(dsn, postgres.create_database("target"))
    migrate(shop)
    with psycopg.connect(dsn) as killed:
        killed.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_sync_xid_id'::regclass")
        killed.execute("DELETE FROM _yoyo_migration WHERE migration_id LIKE '0003%'")

    migrate(shop)

    with psycopg.connect(dsn) as reader:
        valid = reader.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'orders_sync_xid_id'::regclass")
        assert valid.fetchall() == [(True,)]


def test_a_read_only_source_is_not_changed(postgres: Postgres) -> None:
    source_dsn = postgres.create_database("readonly")

    done = migrate(endpoints(source_dsn, postgres.create_database("target"), "sequence"))

    assert "source shop" not in done
    with psycopg.connect(source_dsn) as source:
        assert source.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall() == []


def test_a_database_that_does_not_answer_is_named(postgres: Postgres) -> None:
    nowhere = f"postgresql://u:p@127.0.0.1:{free_port()}/none"

    with pytest.raises(MigrationFailed, match="target"):
        migrate(endpoints(postgres.create_database("shop"), nowhere))


def test_the_command_migrates_the_sources_that_run_where_the_shell_names_none(
    postgres: Postgres, tmp_path: Path
) -> None:
    running = {"shop": postgres.create_database("shop"), "market": postgres.create_database("market")}
    modes = {"shop": "xid", "market": "sequence"}
    target_dsn = postgres.create_database("target")
    Home(root=tmp_path).make()
    environment(tmp_path, sources=running, cursor_modes=modes, target_dsn=target_dsn).write(Home(root=tmp_path))

    done = CliRunner().invoke(build(), ["migrate", "--json"], env={"ESTEIRA_HOME": str(tmp_path)})

    assert json.loads(done.stdout) == {"source shop": OF_SOURCE, "target": OF_TARGET}
    assert done.exit_code == 0
