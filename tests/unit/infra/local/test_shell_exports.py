"""`esteira env` without `--json`, as evaluated by a shell."""

import subprocess
from pathlib import Path

from infra.local.shell_exports import render
from tests.unit.infra.local.environments import environment


def in_a_shell(exports: str, expression: str) -> str:
    script = f'{exports}\nprintf %s "{expression}"'
    return subprocess.run(["sh", "-euc", script], capture_output=True, text=True, check=True, env={}).stdout


def test_a_shell_gets_every_value_unchanged(tmp_path: Path) -> None:
    described = environment(tmp_path / "it's $HOME `here`")

    assert in_a_shell(render(described), "$ESTEIRA_TARGET_DSN") == described.target_dsn
    assert in_a_shell(render(described), "$ESTEIRA_HOME") == described.home


def test_psql_connects_to_the_target(tmp_path: Path) -> None:
    exports = render(environment(tmp_path))

    assert in_a_shell(exports, "$PGHOST $PGPORT $PGDATABASE $PGPASSWORD") == "127.0.0.1 55432 target it's $HOME"


def test_aws_connects_to_the_emulator_with_keys(tmp_path: Path) -> None:
    exports = render(environment(tmp_path))

    found = in_a_shell(exports, "$AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $AWS_DEFAULT_REGION")

    assert found == "http://127.0.0.1:4566 test us-east-1"


def test_our_client_programs_come_first(tmp_path: Path) -> None:
    exports = render(environment(tmp_path))

    assert in_a_shell(f"PATH=/usr/bin\n{exports}", "$PATH") == f"{tmp_path}/bin:/usr/bin"
