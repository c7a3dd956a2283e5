"""Errors about unreachable stores and invalid settings name the variable and never contain its value."""

import json

import pytest

from tests.e2e.installation import Installation

UNREACHABLE = "127.0.0.1:1"
DSN = f"postgresql://esteira:secret@{UNREACHABLE}/unknown"
SOURCES = json.dumps({name: {"dsn": DSN} for name in ("source1", "source2", "quiet")})


@pytest.mark.parametrize(
    ("command", "variable", "value", "exit_code"),
    [
        pytest.param("verify", "ESTEIRA_TARGET_DSN", DSN, 2, id="verify without target"),
        pytest.param("verify", "ESTEIRA_SOURCES", SOURCES, 2, id="verify without source"),
        pytest.param("publish", "ESTEIRA_REDIS_URL", f"redis://:secret@{UNREACHABLE}/0", 1, id="publish without Redis"),
        pytest.param("publish", "ESTEIRA_SOURCES", '{"source1": "secret"}', 1, id="an invalid source"),
        pytest.param("up", "ESTEIRA_MONGO_URL", f"mongodb://u:secret@{UNREACHABLE}/x", 1, id="start without MongoDB"),
        pytest.param("up", "ESTEIRA_RETRY_DELAY_SECONDS", "-1", 1, id="an invalid delay"),
    ],
)
def test_the_variable_is_named(stack: Installation, command: str, variable: str, value: str, exit_code: int) -> None:
    result = stack.esteira(command, **{variable: value})

    assert result.exit_code == exit_code
    assert variable in result.errors + result.output
    assert "secret" not in result.errors + result.output
    assert "Traceback" not in result.errors
