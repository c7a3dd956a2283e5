"""Secrets of a home."""

from pathlib import Path

from infra.local.home import Home
from infra.local.secrets import Secrets


def test_secrets_are_drawn_once_and_differ_by_home(tmp_path: Path) -> None:
    one, other = Home(root=tmp_path / "one"), Home(root=tmp_path / "other")

    drawn = Secrets.of(one)

    assert Secrets.of(one) == drawn
    assert Secrets.of(other) != drawn


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    home = Home(root=tmp_path)

    Secrets.of(home)

    assert home.secrets.stat().st_mode & 0o777 == 0o600
