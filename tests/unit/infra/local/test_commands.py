"""The command line: help, unknown commands, exit codes."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from infra.cli.main import COMMANDS, build
from infra.local.home import REPOSITORY


def esteira(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "infra.cli.main", *arguments)
    return subprocess.run(command, cwd=REPOSITORY, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = CliRunner().invoke(build(), [command, "--help"])

    assert done.exit_code == 0
    assert "Usage" in done.stdout


def test_an_unknown_command_is_a_wrong_command_line() -> None:
    assert esteira("fly").returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["populate", "1_000"],
        ["populate", "\uff11\uff10"],
        ["populate", "--rate", "1_0.5"],
        ["populate", "--rate=1_0"],
        ["populate", "--rate", "nan"],
        ["redrive", "--rate", "nan"],
        ["flow-set", "orders", "--retry-delay", "nan"],
        ["flow-set", "orders", "--retry-delay", "1_0"],
        ["flow-set", "orders", "--weight", "4_0"],
    ],
)
def test_a_number_that_is_not_written_plainly_is_a_wrong_command_line(arguments: list[str]) -> None:
    done = CliRunner().invoke(build(), arguments)

    assert (done.exit_code, "Traceback" in done.output) == (2, False)


def test_a_wrong_setting_is_one_message_that_names_it() -> None:
    done = esteira("status", ESTEIRA_REDIS_PORT="seven")

    assert done.returncode == 1
    assert "ESTEIRA_REDIS_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_if_nothing_runs_the_error_says_how_to_start_it(tmp_path: object) -> None:
    done = esteira("env", "--json", ESTEIRA_HOME=f"{tmp_path}/none")

    assert done.returncode == 1
    assert "make run" in done.stderr
