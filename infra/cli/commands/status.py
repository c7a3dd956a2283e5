"""esteira status"""

from infra.cli.output import AsJson, print_json, results
from infra.cli.tables import WholeTable
from infra.local.environment import describe, last_known
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings
from infra.local.status import ServiceStatus, stack_status
from infra.local.status import status as services_status


def status(*, as_json: AsJson = False) -> None:
    """Show the services that run with their ports and memory, and the stack."""
    settings = LocalSettings.from_environment()
    services = services_status(settings.place, _programs(settings))
    stack = stack_status(settings.place)
    if as_json:
        print_json({"services": [one.model_dump() for one in services], "stack": stack.model_dump()})
        return
    results.print(_table(services))
    results.print(f"\nstack {stack.name}: {_coloured(stack.state)} {stack.api_url}")


def _programs(settings: LocalSettings) -> dict[str, int | None]:
    """Those that run; if nothing does, those that `esteira up` would start from this shell."""
    if (known := last_known(settings.place)) and known.programs:
        return known.programs
    secrets = Secrets.of(settings.place)
    return describe(settings, secrets, resolve(settings, secrets)).programs


def _table(services: list[ServiceStatus]) -> WholeTable:
    table = WholeTable("service", "state", "pid", "port", "memory")
    for one in services:
        memory = f"{one.memory_mib} MiB" if one.memory_mib is not None else "-"
        table.add_row(one.service, _coloured(one.state), str(one.pid or "-"), str(one.port or "-"), memory)
    return table


def _coloured(state: str) -> str:
    colour = "green" if state in {"RUNNING", "CREATE_COMPLETE"} else "red"
    return f"[{colour}]{state}[/]"
