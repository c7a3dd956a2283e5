"""Starts the embedded services, whatever state an earlier run was left in."""

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

    A supervisor with a different set of services is stopped first. Raises `PortTaken` before anything is started.
    """
    supervisor = Supervisor(home)
    if supervisor.alive() and supervisor.runs_exactly(services):
        supervisor.start_stopped_programs()
        return
    supervisor.stop()
    for name in orphan_processes.end_all(home):
        say(f"ended {name}, left over from a run that was killed")
    ports.refuse_taken(services)
    if Embedded.POSTGRES in endpoints.embedded:
        postgres.make_cluster(home, Secrets.of(home).postgres_password)
    supervisor.start(services)
