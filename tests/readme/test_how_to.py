"""Whoever follows a how-to guide, block by block, has what it promises, and has touched the files that it lists."""

import os
import subprocess
from pathlib import Path

import pytest

from infra.how_to import checks, follow, guides, named_files, steps
from infra.local.home import REPOSITORY

GUIDES = guides()
SHELL = ("/bin/sh", "-euc")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this checkout as they are now, and its Python environment."""
    copy = tmp_path_factory.mktemp("guides") / "repository"
    copy.mkdir()
    listing = "git ls-files -z --cached --others --exclude-standard --deduplicate"
    _run(f"{listing} | tar --ignore-failed-read --null --files-from=- -cf - | tar -xf - -C {copy}", REPOSITORY)
    (copy / ".venv").symlink_to(REPOSITORY / ".venv")
    _run("git init -q && echo /.venv >> .git/info/exclude", copy)
    _run("git add --all && git -c user.name=t -c user.email=t@example.com commit -qm before", copy)
    return copy


@pytest.fixture
def checkout(repository: Path) -> Path:
    """The copy as it was before the first guide."""
    _run("git reset -q --hard && git clean -qfd", repository)
    return repository


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_that_is_followed_works_and_touches_the_files_that_it_lists(guide: str, checkout: Path) -> None:
    text = GUIDES[guide]

    follow(steps(text), checkout)
    for block in checks(text):
        _run(block, checkout)

    changed = _run("git add --all && git diff --cached --name-only", checkout).splitlines()
    assert sorted(named_files(text)) == changed


def _run(command: str, folder: Path) -> str:
    places = os.pathsep.join([str(folder / "functions"), str(folder)])
    environment = {**os.environ, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*SHELL, command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout
