"""The cluster of the embedded PostgreSQL is created once, completely, and requires a password."""

from pathlib import Path

import pytest

from infra.local.home import Home
from infra.local.services.postgres import make_cluster


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(root=tmp_path)
    made.make()
    return made


def test_an_interrupted_creation_is_repeated(home: Home) -> None:
    half_done = home.data / "postgres.new" / "base"
    half_done.mkdir(parents=True)

    make_cluster(home, "password")

    assert (home.data / "postgres" / "PG_VERSION").read_text().strip() == "18"
    assert not (home.data / "postgres.new").exists()


def test_an_existing_cluster_is_kept(home: Home) -> None:
    make_cluster(home, "password")
    mark = home.data / "postgres" / "mark"
    mark.touch()

    make_cluster(home, "password")

    assert mark.exists()


def test_a_password_is_required_and_left_in_no_file(home: Home) -> None:
    make_cluster(home, "pass-phrase")

    rules = (home.data / "postgres" / "pg_hba.conf").read_text().splitlines()
    assert {line.split()[-1] for line in rules if line and not line.startswith("#")} == {"scram-sha-256"}
    assert not [path for path in home.data.iterdir() if path.is_file() and "pass-phrase" in path.read_text()]
