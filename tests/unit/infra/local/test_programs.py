"""A program is restarted if it does not run, or if what it was started with has changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.core_settings import variables
from infra.local.processes import bridge, console
from infra.local.processes.program_digest import program_digest
from infra.local.processes.programs import to_begin
from infra.local.processes.service import Service
from infra.local.settings import LocalSettings
from tests.unit.infra.local.environments import environment

WANTED = {"console": "a", "scaler": "b"}


@pytest.mark.parametrize(
    ("started", "running", "begun"),
    [
        pytest.param(WANTED, {"console", "scaler"}, set(), id="all as wanted"),
        pytest.param(WANTED, {"console"}, {"scaler"}, id="one does not run"),
        pytest.param({"console": "a", "scaler": "x"}, {*WANTED}, {"scaler"}, id="one with other settings"),
        pytest.param({}, {"console", "scaler"}, {"console", "scaler"}, id="nothing is known of them"),
    ],
)
def test_only_what_differs_begins(started: dict[str, str], running: set[str], begun: set[str]) -> None:
    assert to_begin(WANTED, started, running) == begun


@pytest.mark.parametrize(
    ("setting", "value", "restarted"),
    [
        ("retry_delay_seconds", 5, {"scaler"}),
        ("simulate_trouble", True, {"scaler", "console"}),
        ("operator_token", "u" * 32, {"scaler", "console", "flower"}),
        ("redis_url", "redis://127.0.0.1:1/0", {"scaler", "console", "flower", "manager", "recovery", "jobs", "beat"}),
        ("reports_bucket", "other", {"scaler", "jobs", "console"}),
        ("api_url", "http://elsewhere", set()),
    ],
)
def test_a_setting_restarts_the_programs_that_use_it(
    tmp_path: Path, setting: str, value: object, restarted: set[str]
) -> None:
    settings = LocalSettings(home=tmp_path)
    services = (console.service(settings), *bridge.services(settings))
    before, after = variables(environment(tmp_path)), variables(environment(tmp_path, **{setting: value}))

    changed = {one.name for one in services if program_digest(one, before) != program_digest(one, after)}

    assert changed == restarted


def test_code_and_command_count_too(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text in ((old, "x = 1"), (new, "x = 2")):
        folder.mkdir()
        (folder / "app.py").write_text(text)
    program = Service(name="one", command=("python", "-m", "app"), directory=tmp_path, code=(old,))

    changed = [program, replace(program, code=(new,)), replace(program, command=("python", "-m", "other"))]

    assert len({program_digest(each, {}) for each in changed}) == 3
