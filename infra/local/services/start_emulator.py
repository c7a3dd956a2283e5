"""Starts LocalStack: removes what the last one left behind, then replaces its own process.

A separate program because the supervisor may restart LocalStack at any time. Imports little, to start fast.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.local.processes.process_marker import PROCESS_MARKER
from infra.local.services.emulator import EmulatorSettings, emulator_command, prepare_folders


def command_line(settings: EmulatorSettings) -> tuple[str, ...]:
    """The command line of this program; `settings_from` parses it."""
    paths = (settings.python, settings.function_python, settings.state_folder)
    place = (str(settings.port), settings.listens_on, settings.host_name)
    return (sys.executable, "-m", "infra.local.services.start_emulator", *map(str, paths), *place)


def settings_from(arguments: Sequence[str]) -> EmulatorSettings:
    """The settings from the arguments of the command line."""
    python, function_python, state_folder, port, listens_on, host_name = arguments
    return EmulatorSettings(
        python=Path(python),
        function_python=Path(function_python),
        state_folder=Path(state_folder),
        port=int(port),
        listens_on=listens_on,
        host_name=host_name,
    )


def main(arguments: list[str]) -> None:
    """Does not return."""
    settings = settings_from(arguments)
    prepare_folders(settings)
    command = emulator_command(settings)
    mark = {PROCESS_MARKER: os.environ.get(PROCESS_MARKER, "")}
    os.execve(command.arguments[0], command.arguments, command.environment | mark)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
