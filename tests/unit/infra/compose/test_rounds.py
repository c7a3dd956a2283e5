"""Rounds of containers, and whether they are healthy."""

from pathlib import Path

from infra.docker.rounds import FRESH_FOR_SECONDS, attempt, is_recent
from infra.errors import EmulatorUnreachable


def test_a_container_is_healthy_as_long_as_its_rounds_succeed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    attempt("relay", lambda: None, mark)
    last = mark.stat().st_mtime

    assert is_recent(last + FRESH_FOR_SECONDS, mark)
    assert not is_recent(last + FRESH_FOR_SECONDS + 1, mark)


def test_a_round_that_fails_is_tried_again_and_is_no_sign_of_health(tmp_path: Path) -> None:
    def fail() -> None:
        raise EmulatorUnreachable

    attempt("relay", fail, tmp_path / "mark")

    assert not is_recent(0, tmp_path / "mark")
