"""Brings the embedded services to life, whatever state an earlier run was left in."""

from collections.abc import Callable

from infra.errors import ServiceFailed
from infra.local.processes import orphan_processes
from infra.local.services import ports, postgres
from infra.local.home import Home
from infra.local.progress import Say
from infra.local.secrets import Secrets
from infra.local.processes.service import Service
from infra.local.processes.supervisor import Supervisor
from infra.local.services.service_endpoints import Embedded, Surroundings
from infra.local.waiting import wait_until

READY_WITHIN_SECONDS = 90
LOG_LINES_SHOWN = 15


def start(home: Home, surroundings: Surroundings, services: tuple[Service, ...], say: Say) -> None:
    """Starts what does not run; does not wait until it is ready.

    A supervisor with other services than these is ended first. Raises `PortTaken` before anything is started.
    """
    supervisor = Supervisor(home)
    if supervisor.alive() and supervisor.runs_exactly(services):
        supervisor.start_what_stands_still()
        return
    supervisor.stop()
    for name in leftovers.end_all(home):
        say(f"ended {name}, left over from a run that was killed")
    ports.refuse_taken(services)
    if Embedded.POSTGRES in surroundings.embedded:
        postgres.make_cluster(home, Secrets.of(home).postgres_password)
    supervisor.start(services)


def wait_for(home: Home, name: str, ready: Callable[[], bool]) -> None:
    """Returns when the service answers. Raises `ServiceFailed`, with the end of its log, when it does not."""
    supervisor = Supervisor(home)

    def ready_or_failed() -> bool:
        if _gave_up(supervisor, name):
            raise _failure(home, name)
        return ready()

    wait_until(ready_or_failed, seconds=READY_WITHIN_SECONDS, failure=lambda: _failure(home, name), pause_seconds=0.1)


def _gave_up(supervisor: Supervisor, name: str) -> bool:
    return any(process.name == name and process.state == "FATAL" for process in supervisor.processes())


def _failure(home: Home, name: str) -> ServiceFailed:
    log = home.logs / f"{name}.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return ServiceFailed("\n".join([f"({name}, {log})", *lines[-LOG_LINES_SHOWN:]]))
