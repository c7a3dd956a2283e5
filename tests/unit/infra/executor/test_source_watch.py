"""Hot reloading: an edit is seen within a second, and a folder is not walked for every invocation."""

from pathlib import Path

import pytest
from localstack_process_executor.source_watch import LOOK_AGAIN_S, SHARE_OF_TIME, Folders, SourceWatch


class HandClock:
    """Whatever lies between two calls takes `step_s`."""

    def __init__(self) -> None:
        self.now = 0.0
        self.step_s = 0.0

    def __call__(self) -> float:
        self.now += self.step_s
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


def test_a_folder_that_takes_long_is_looked_at_so_seldom_that_all_looks_take_their_share(
    watches: list[SourceWatch], clock: HandClock, tmp_path: Path
) -> None:
    clock.now, clock.step_s = LOOK_AGAIN_S, 0.1
    changed(watches)
    (tmp_path / "app.py").write_text("after an edit")
    clock.step_s = 0

    clock.now = LOOK_AGAIN_S + 0.1 / SHARE_OF_TIME
    too_soon = changed(watches)
    clock.now += 0.2

    assert (too_soon, changed(watches)) == ([False] * 3, [True] * 3)


def test_bytecode_is_no_change(watches: list[SourceWatch], clock: HandClock, tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "app.pyc").write_text("compiled")
    clock.now = LOOK_AGAIN_S

    assert changed(watches) == [False, False, False]
