"""Starts a program with the settings that `up` wrote, by replacing its own process.

Needed because the supervisor's configuration can hold neither JSON nor secrets. It imports little: the models of the
settings would cost each of eight programs most of a core second, so the file holds the variables as they are.
"""

import json
import os
import sys
from pathlib import Path


def main(variables: Path, command: list[str]) -> None:
    """Does not return. Raises `FileNotFoundError` if `up` has written no settings."""
    given: dict[str, str] = json.loads(variables.read_text(encoding="utf-8"))
    os.execve(command[0], command, os.environ | given)  # noqa: S606


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2:])
    except FileNotFoundError as error:
        sys.exit(f"error: nothing is deployed yet: {error.filename} is missing; `esteira up` writes it")
