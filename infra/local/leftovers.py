"""Processes of this home that have lost their supervisor (kill -9), found and ended.

What belongs to a home proves it by its own environment, which nobody else sets: the supervisor hands HOME_MARK to all
that it starts, and a function's process names a code folder under the home. Names and pid files prove nothing.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil

from infra.local.home import Home
from infra.local.home_mark import HOME_MARK

PATIENCE_SECONDS = 10


def find(home: Home) -> list[psutil.Process]:
    """Living processes of this home, supervisors first. Never the caller or its parents."""
    family = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    ours = [process for process in psutil.process_iter() if process.pid not in family and _belongs(process, home)]
    return sorted(ours, key=lambda process: not _is_supervisor(process))


def end_all(home: Home) -> list[str]:
    """Ends what `find` finds and returns the names. Whoever has a parent among them is left to that parent."""
    ended = []
    while found := find(home):
        pids = {process.pid for process in found}
        for process in found:
            with suppress(psutil.NoSuchProcess):
                if process.ppid() not in pids:
                    ended.append(process.name())
                    _end(process)
    return ended


def _end(process: psutil.Process) -> None:
    # SIGINT is PostgreSQL's fast stop; the others take SIGTERM.
    process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    if _still_there(process):
        process.kill()
        process.wait(PATIENCE_SECONDS)


def _still_there(process: psutil.Process) -> bool:
    _, alive = psutil.wait_procs([process], timeout=PATIENCE_SECONDS)
    return bool(alive)


def _belongs(process: psutil.Process, home: Home) -> bool:
    try:
        environment = process.environ()
    except (psutil.Error, OSError):
        return False
    if environment.get(HOME_MARK) == str(home.root):
        return True
    task_root = environment.get("LAMBDA_TASK_ROOT", "")
    return bool(task_root) and Path(task_root).is_relative_to(home.root)


def _is_supervisor(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return "supervisor.supervisord" in process.cmdline()
    return False
