"""Becomes LocalStack: clears what the last one left behind, then replaces itself with the emulator's own process.

A program of its own because the supervisor may restart LocalStack at any time. Imports little: it delays each start.
"""

import os
import sys
from pathlib import Path

from infra.local.emulator import EmulatorSettings, emulator_command, prepare_folders
from infra.local.home_mark import HOME_MARK


def command_line(settings: EmulatorSettings) -> tuple[str, ...]:
    """How to start this program; `main` reads it back."""
    paths = (settings.python, settings.function_python, settings.state_folder)
    return (sys.executable, "-m", "infra.local.start_emulator", *map(str, paths), str(settings.port))


def main(arguments: list[str]) -> None:
    """Does not return."""
    python, function_python, state_folder = map(Path, arguments[:3])
    settings = EmulatorSettings(
        python=python, function_python=function_python, state_folder=state_folder, port=int(arguments[3])
    )
    prepare_folders(settings)
    command = emulator_command(settings)
    mark = {HOME_MARK: os.environ.get(HOME_MARK, "")}
    os.execve(command.arguments[0], command.arguments, command.environment | mark)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
