"""esteira status"""

from rich.table import Table

from infra.cli.output import AsJson, print_json, results
from infra.local.secrets import Secrets
from infra.local.services import embedded_services
from infra.local.settings import LocalSettings
from infra.local.status import ServiceStatus
from infra.local.status import status as status_of
from infra.local.surroundings import resolve


def status(*, as_json: AsJson = False) -> None:
    """Show what runs: services, their ports and memory, and the stack."""
    settings = LocalSettings.from_environment()
    services = embedded_services(settings, resolve(settings, Secrets.of(settings.place)))
    found = status_of(settings.place, services)
    if as_json:
        print_json({"services": [one.model_dump() for one in found]})
    else:
        results.print(_table(found))


def _table(found: list[ServiceStatus]) -> Table:
    table = Table("service", "state", "pid", "port", "memory", box=None)
    for one in found:
        colour = "green" if one.state == "RUNNING" else "red"
        memory = f"{one.memory_mib} MiB" if one.memory_mib is not None else "-"
        table.add_row(one.service, f"[{colour}]{one.state}[/]", str(one.pid or "-"), str(one.port or "-"), memory)
    return table
