"""`python -m bridge`: Celery's commands, without what each of them does not use."""

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]

IMPORTED = (
    "import sys; from bridge.commands import commands\n"
    "commands(['{command}', '--help'], standalone_mode=False)\n"
    "print([name for name in ('flower', 'prompt_toolkit', 'celery.bin.shell') if name in sys.modules])"
)


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run((sys.executable, *arguments), cwd=REPOSITORY, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["worker", "beat"])
def test_a_program_imports_only_its_own_command(command: str) -> None:
    done = python("-c", IMPORTED.format(command=command))

    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_the_commands_are_celerys_and_flowers() -> None:
    done = python("-m", "bridge", "--help")

    listed = [line.split()[0] for line in done.stdout.split("Commands:")[1].splitlines() if line.strip()]
    assert listed == ["beat", "flower", "worker"]


def test_another_command_is_an_error() -> None:
    done = python("-m", "bridge", "purge")

    assert done.returncode == 2
    assert "No such command" in done.stderr
