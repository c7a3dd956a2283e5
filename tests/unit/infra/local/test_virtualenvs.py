"""When a Python environment is rebuilt."""

from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.virtualenvs import ENVIRONMENTS, STAMP, UV, VirtualEnvironment, is_current, stamp


@pytest.fixture
def built(tmp_path: Path) -> VirtualEnvironment:
    lock, folder = tmp_path / "lock.txt", tmp_path / "venv"
    lock.write_text("one==1\n")
    folder.mkdir()
    environment = VirtualEnvironment(folder, lock)
    (folder / STAMP).write_text(stamp(environment))
    return environment


def test_an_environment_built_from_the_present_lock_is_current(built: VirtualEnvironment) -> None:
    assert is_current(built)


def test_another_lock_makes_it_outdated(built: VirtualEnvironment) -> None:
    built.lock.write_text("one==2\n")

    assert not is_current(built)


def test_another_folder_makes_it_outdated(built: VirtualEnvironment, tmp_path: Path) -> None:
    moved = built.folder.rename(tmp_path / "elsewhere")

    assert not is_current(replace(built, folder=moved))


def test_an_unfinished_environment_is_outdated(built: VirtualEnvironment) -> None:
    (built.folder / STAMP).unlink()

    assert not is_current(built)


@pytest.mark.parametrize("environment", [UV, *ENVIRONMENTS.values()], ids=lambda one: one.folder.name)
def test_every_lock_pins_its_packages_by_hash(environment: VirtualEnvironment) -> None:
    lines = environment.lock.read_text().splitlines()
    pins = [number for number, line in enumerate(lines) if "==" in line and not line.startswith((" ", "#"))]

    assert pins
    assert all(lines[number + 1].strip().startswith("--hash=") for number in pins)
