"""Programs in processes of their own, with an environment of their own, that tests may kill.

They are forked from a process that has their modules imported, for a fast start.
"""

import os
import signal
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any

LIFETIME_SECONDS = 120
"""A program ends after this time, in case its test was killed."""

ENDS_WITHIN_SECONDS = 60

FORKS = get_context("forkserver")


def start(program: Callable[..., object], environment: Mapping[str, str], *arguments: Any) -> BaseProcess:
    """Start the program with these variables and arguments."""
    FORKS.set_forkserver_preload([program.__module__])
    process = FORKS.Process(target=_run, args=(program, dict(environment), arguments), daemon=True)
    process.start()
    return process


def run(program: Callable[..., object], environment: Mapping[str, str], *arguments: Any) -> None:
    """Run the program to its end. It must not fail."""
    process = start(program, environment, *arguments)
    process.join(timeout=ENDS_WITHIN_SECONDS)
    assert process.exitcode == 0


def _run(program: Callable[..., object], environment: Mapping[str, str], arguments: tuple[Any, ...]) -> None:
    os.environ.update(environment)
    signal.alarm(LIFETIME_SECONDS)
    program(*arguments)
