"""Starts the embedded services, whatever state an earlier run was left in."""

from infra.local.environment import last_known
from infra.local.home import Home
from infra.local.processes import orphan_processes
from infra.local.processes.service import Service
from infra.local.processes.supervisor import Supervisor
from infra.local.progress import Say
from infra.local.secrets import Secrets
from infra.local.services import ports, postgres
from infra.local.services.service_endpoints import Embedded, ServiceEndpoints


def start(home: Home, endpoints: ServiceEndpoints, services: tuple[Service, ...], say: Say) -> None:
    """Starts every service that is not running; does not wait until it is ready.

    Where only programs differ that use the stack, the others go on running; a supervisor with different services is
    stopped first. Raises `PortTaken` before anything is started.
    """
    supervisor = Supervisor(home)
    differing = supervisor.differing_programs(services) if supervisor.alive() else None
    if differing is None:
        _start_all(home, endpoints, services, say)
        return
    if differing:
        ports.refuse_taken(_moved(home, services, differing))
        supervisor.exchange(services)
    supervisor.start_stopped_programs(but=differing)


def _moved(home: Home, services: tuple[Service, ...], differing: frozenset[str]) -> list[Service]:
    """Those of the differing services that listen elsewhere than before: a port of their own is no obstacle."""
    running = last_known(home)
    before = running.programs if running else {}
    return [service for service in services if service.name in differing and before.get(service.name) != service.port]


def _start_all(home: Home, endpoints: ServiceEndpoints, services: tuple[Service, ...], say: Say) -> None:
    supervisor = Supervisor(home)
    supervisor.stop()
    for name in orphan_processes.end_all(home):
        say(f"ended {name}, left over from a run that was killed")
    ports.refuse_taken(services)
    if Embedded.POSTGRES in endpoints.embedded:
        postgres.make_cluster(home, Secrets.of(home).postgres_password)
    supervisor.start(services)
