"""Finds and ends processes of this home whose supervisor was killed (kill -9).

A process proves by its environment that it belongs to a home: the supervisor sets PROCESS_MARKER in all that it starts,
and a function has its scratch folder under the home's LocalStack. Names and pid files prove nothing.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil

from infra.local.home import Home
from infra.local.processes.process_marker import PROCESS_MARKER

PATIENCE_SECONDS = 10


def find(home: Home) -> list[psutil.Process]:
    """Running processes of this home, without the caller and its parents."""
    family = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [process for process in psutil.process_iter() if process.pid not in family and _belongs(process, home)]


def end_all(home: Home) -> list[str]:
    """Ends the processes of this home and returns their names. Parents first: most then end their children."""
    ended = []
    while found := find(home):
        pids = {process.pid for process in found}
        leaders = [process for process in found if _parent(process) not in pids]
        # A supervisor must end before its programs, or it would start them again.
        supervisors = [process for process in leaders if _is_supervisor(process)]
        ended += _end(supervisors or leaders)
    return ended


def _end(processes: list[psutil.Process]) -> list[str]:
    names = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            names.append(process.name())
            # SIGINT is PostgreSQL's fast shutdown; the others end on SIGTERM.
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=PATIENCE_SECONDS)
    return names


def _parent(process: psutil.Process) -> int | None:
    with suppress(psutil.NoSuchProcess):
        return int(process.ppid())
    return None


def _belongs(process: psutil.Process, home: Home) -> bool:
    try:
        environment = process.environ()
    except (psutil.Error, OSError):
        return False
    if environment.get(PROCESS_MARKER) == str(home.root):
        return True
    scratch = environment.get("TMPDIR", "")
    return bool(scratch) and Path(scratch).is_relative_to(home.localstack)


def _is_supervisor(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return "supervisor.supervisord" in process.cmdline()
    return False
