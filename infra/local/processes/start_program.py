"""Starts a program with the settings that `up` wrote, by replacing its own process.

Needed because the supervisor's configuration can hold neither JSON nor secrets.
"""

import os
import sys

from infra.errors import InfraError
from infra.local.core_settings import variables_of_programs
from infra.local.environment import Environment
from infra.local.settings import LocalSettings


def main(command: list[str]) -> None:
    """Does not return. Raises `NothingRunning` if `up` has written no settings."""
    environment = Environment.read(LocalSettings.from_environment().place)
    os.execve(command[0], command, os.environ | variables_of_programs(environment))  # noqa: S606


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except InfraError as error:
        sys.exit(f"error: {error}")
