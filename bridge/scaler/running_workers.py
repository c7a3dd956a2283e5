"""Finds running workers of a fleet by their environment, which is more reliable than their process names."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress

import psutil

FLEET = "ESTEIRA_FLEET"
WORKER = "ESTEIRA_WORKER"
"""The variable that holds a worker's name. Its children inherit it, but are not session leaders."""

SETTINGS_PREFIXES = ("ESTEIRA_", "AWS_")


def find_workers(fleet: str) -> Iterator[tuple[str, psutil.Process]]:
    """Name and main process of each worker of a fleet."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            environment = process.environ()
            if environment.get(FLEET) == fleet and WORKER in environment and os.getsid(process.pid) == process.pid:
                yield environment[WORKER], process


def is_configured_as(process: psutil.Process, environment: Mapping[str, str]) -> bool:
    """Whether the process was started with the same settings."""
    with suppress(psutil.Error):
        return _settings(process.environ()) == _settings(environment)
    return False


def _settings(environment: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(SETTINGS_PREFIXES) and name != WORKER}
