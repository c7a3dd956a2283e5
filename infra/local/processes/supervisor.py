"""Starts, queries and stops the supervisor of one home."""

import os
import shutil
import subprocess
import sys
import xmlrpc.client
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psutil
from supervisor.xmlrpc import SupervisorTransport

from infra.errors import ServiceFailed
from infra.local.home import Home
from infra.local.private_files import write_private
from infra.local.processes.process_marker import PROCESS_MARKER
from infra.local.processes.service import Service
from infra.local.processes.supervisord_conf import differing_programs, render, socket_path
from infra.local.waiting import wait_until

INHERITED = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "AWS_ENDPOINT_URL")
"""What services inherit beside ESTEIRA_*: nothing that changes how they work, such as PG* and PYTHON*."""

STOP_WITHIN_SECONDS = 60
"""Longer than the limit of any service, after which the supervisor kills it."""


@dataclass(frozen=True, kw_only=True)
class ProcessState:
    """One supervised program. `state` is the supervisor's (RUNNING, STARTING, BACKOFF, FATAL, STOPPED, …)."""

    name: str
    state: str
    pid: int | None
    description: str


class Supervisor:
    """The supervisor of one home, running or not."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._conf = home.run / "supervisord.conf"

    def alive(self) -> bool:
        """Whether it answers."""
        try:
            with self._asking() as supervisor:
                return bool(supervisor.getPID())
        except (OSError, HTTPException, xmlrpc.client.Error):
            return False

    def differing_programs(self, services: Iterable[Service]) -> frozenset[str] | None:
        """See `supervisord_conf.differing_programs`, for what it was started with and these services."""
        return differing_programs(self._conf.read_text(encoding="utf-8"), render(self._home, services))

    def exchange(self, services: Iterable[Service]) -> None:
        """Stops the programs that differ and takes over the new ones, not started yet. The others go on running.

        Only for services whose `differing_programs` are known.
        """
        write_private(self._conf, render(self._home, services))
        with self._asking() as supervisor:
            ((added, changed, removed),) = supervisor.reloadConfig()
        self._await_stop([*changed, *removed])
        with self._asking() as supervisor:
            for name in (*changed, *removed):
                supervisor.removeProcessGroup(name)
            for name in (*added, *changed):
                supervisor.addProcessGroup(name)

    def start(self, services: Iterable[Service]) -> None:
        """Starts it with these services; does not wait until they are ready. Raises `ServiceFailed`."""
        services = tuple(services)
        for service in services:
            service.directory.mkdir(parents=True, exist_ok=True)
        _make_private(socket_path(self._home).parent)
        write_private(self._conf, render(self._home, services))
        done = subprocess.run(
            (sys.executable, "-m", "supervisor.supervisord", "-c", str(self._conf)),
            env=_environment(self._home),
            cwd=self._home.run,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServiceFailed(f"(supervisor)\n{(done.stdout + done.stderr).strip()}")
        wait_until(self.alive, seconds=10, failure=lambda: ServiceFailed("(supervisor)"))

    def processes(self) -> tuple[ProcessState, ...]:
        """The state of every program; empty if the supervisor is not running."""
        if not self.alive():
            return ()
        with self._asking() as supervisor:
            infos: list[dict[str, Any]] = supervisor.getAllProcessInfo()
        return tuple(
            ProcessState(
                name=info["name"],
                state=info["statename"],
                pid=info["pid"] or None,
                description=info["description"],
            )
            for info in infos
        )

    def start_stopped_programs(self, *, but: Collection[str] = ()) -> None:
        """Starts the programs that failed or were stopped by hand, but not these."""
        for process in self.processes():
            if process.name not in but and process.state in {"FATAL", "STOPPED", "EXITED"}:
                with self._asking() as supervisor:
                    supervisor.startProcess(process.name, False)

    def restart(self, *names: str) -> None:
        """Restarts these programs, or starts those that are not running; does not wait until they are ready."""
        self._await_stop(names)
        with self._asking() as supervisor:
            for name in names:
                supervisor.startProcess(name, False)

    def stop(self) -> None:
        """Stops the programs in the order of their ranks, then the supervisor; returns when it has ended."""
        if not self.alive():
            return
        with self._asking() as supervisor:
            pid = supervisor.getPID()
            supervisor.shutdown()
        wait_until(lambda: _gone(pid), seconds=60, failure=lambda: ServiceFailed("(supervisor)"))
        if not (folder := socket_path(self._home).parent).is_relative_to(self._home.root):
            shutil.rmtree(folder, ignore_errors=True)

    def _await_stop(self, names: Collection[str]) -> None:
        with self._asking() as supervisor:
            for name in self._running(names):
                supervisor.stopProcess(name, False)
        wait_until(
            lambda: not self._running(names),
            seconds=STOP_WITHIN_SECONDS,
            failure=lambda: ServiceFailed(f"(did not stop: {', '.join(self._running(names))})"),
        )

    def _running(self, names: Collection[str]) -> list[str]:
        return [process.name for process in self.processes() if process.name in names and process.pid]

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        transport = SupervisorTransport("", "", f"unix://{socket_path(self._home)}")
        try:
            yield xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor
        finally:
            transport.close()


def _environment(home: Home) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in INHERITED or name.startswith("ESTEIRA_")}
    return {**kept, "ESTEIRA_HOME": str(home.root), PROCESS_MARKER: str(home.root)}


def _gone(pid: int) -> bool:
    try:
        # In a container whose first process does not reap children, ended processes stay listed as zombies.
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.lstat().st_uid != os.getuid() or folder.is_symlink():
        raise ServiceFailed(f"(supervisor: {folder} belongs to another user)")
