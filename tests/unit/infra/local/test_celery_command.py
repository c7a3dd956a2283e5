"""`esteira celery` is Celery's own command line, with the settings of this installation."""

from pathlib import Path

from esteira.core.names import LANES

from infra.local.home import Home
from tests.unit.infra.local.environments import environment
from tests.unit.infra.local.test_commands import esteira


def a_home(folder: Path) -> Path:
    queues = {lane: {"url": f"http://q/{lane}", "dlq_url": f"http://q/{lane}-dlq"} for lane in LANES}
    environment(folder, queues=queues, redis_url="redis://127.0.0.1:7/0").write(Home(root=folder))
    return folder


def test_it_knows_the_settings_of_what_runs_here(tmp_path: Path) -> None:
    done = esteira("celery", "report", ESTEIRA_HOME=str(a_home(tmp_path)))

    assert done.returncode == 0, done.stderr
    assert "127.0.0.1:7/0" in done.stdout
    assert "drain.payments" in done.stdout


def test_options_after_its_first_word_are_celerys(tmp_path: Path) -> None:
    done = esteira("celery", "inspect", "--help", ESTEIRA_HOME=str(a_home(tmp_path)))

    assert done.returncode == 0, done.stderr
    assert "--destination" in done.stdout


def test_if_nothing_runs_it_says_how_to_start_it(tmp_path: Path) -> None:
    done = esteira("celery", "status", ESTEIRA_HOME=str(tmp_path / "none"))

    assert done.returncode == 1
    assert "make run" in done.stderr
