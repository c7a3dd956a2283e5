"""Becomes the console: takes what `up` wrote down for its settings, then replaces itself with the console's process.

A program of its own because the supervisor's file can hold neither JSON nor secrets.
"""

import os
import sys

from infra.errors import InfraError
from infra.local.core_settings import variables
from infra.local.environment import Environment
from infra.local.settings import LocalSettings

COMMAND = (sys.executable, "-m", "console")


def main() -> None:
    """Does not return."""
    environment = Environment.read(LocalSettings.from_environment().place)
    os.execve(COMMAND[0], COMMAND, os.environ | variables(environment))  # noqa: S606


if __name__ == "__main__":
    try:
        main()
    except InfraError as error:
        sys.exit(f"error: {error}")
