"""Errors about unreachable stores and bad settings name the variable and never show its value."""

import json

import pytest

from tests.e2e.installation import Installation

NOBODY = "127.0.0.1:1"
DSN = f"postgresql://esteira:secret@{NOBODY}/nowhere"


@pytest.mark.parametrize(
    ("command", "variable", "value", "exit_code"),
    [
        pytest.param("verify", "ESTEIRA_TARGET_DSN", DSN, 2, id="no target to verify"),
        pytest.param("verify", "ESTEIRA_SOURCES", json.dumps({"source1": {"dsn": DSN}}), 2, id="no source to verify"),
        pytest.param("publish", "ESTEIRA_REDIS_URL", f"redis://:secret@{NOBODY}/0", 1, id="no Redis to publish by"),
        pytest.param("publish", "ESTEIRA_SOURCES", '{"source1": "secret"}', 1, id="a source that is none"),
        pytest.param("up", "ESTEIRA_MONGO_URL", f"mongodb://u:secret@{NOBODY}/x", 1, id="no MongoDB to start with"),
        pytest.param("up", "ESTEIRA_RETRY_DELAY_SECONDS", "-1", 1, id="a delay that is none"),
    ],
)
def test_what_is_wrong_is_named(stack: Installation, command: str, variable: str, value: str, exit_code: int) -> None:
    answer = stack.esteira(command, **{variable: value})

    assert answer.exit_code == exit_code
    assert variable in answer.errors
    assert "secret" not in answer.errors + answer.output
    assert "Traceback" not in answer.errors
