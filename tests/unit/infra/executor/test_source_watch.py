"""Hot reloading: an edit is seen within a second, and a folder is not walked for every invocation."""

from pathlib import Path

import pytest
from localstack_process_executor.source_watch import LOOK_AGAIN_S, Folders, SourceWatch


class HandClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def watches(tmp_path: Path, clock: HandClock) -> list[SourceWatch]:
    (tmp_path / "app.py").write_text("before")
    folders = Folders(clock)
    return [SourceWatch(tmp_path, folders) for _ in range(3)]


def changed(watches: list[SourceWatch]) -> list[bool]:
    return [watch.changed() for watch in watches]


def test_an_edit_is_seen_once_by_every_environment(
    watches: list[SourceWatch], clock: HandClock, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text("after an edit")
    clock.now = LOOK_AGAIN_S

    assert changed(watches) == [True, True, True]
    assert changed(watches) == [False, False, False]


def test_within_a_second_the_folder_is_not_looked_at_again(
    watches: list[SourceWatch], clock: HandClock, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text("after an edit")
    clock.now = LOOK_AGAIN_S / 2

    assert changed(watches) == [False, False, False]


def test_bytecode_is_no_change(watches: list[SourceWatch], clock: HandClock, tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "app.pyc").write_text("compiled")
    clock.now = LOOK_AGAIN_S

    assert changed(watches) == [False, False, False]
