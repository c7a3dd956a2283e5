"""Tests run in a shell that knows an installation, too."""

import os

import pytest

from tests.harness.environment import forget_installation


@pytest.mark.parametrize("name", ["ESTEIRA_REDIS_URL", "AWS_ENDPOINT_URL", "PGHOST"])
def test_a_test_run_forgets_the_installation_of_its_shell(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "of the installation")

    forget_installation()

    assert name not in os.environ
    assert "PATH" in os.environ
