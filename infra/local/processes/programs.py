"""Starts console and bridge after the stack, and restarts each whose settings or code have changed."""

import json
from collections.abc import Mapping, Set

from infra.local.core_settings import variables_of_programs
from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.page import page
from infra.local.private_files import write_private
from infra.local.processes import bridge, console, provider
from infra.local.processes.program_digest import program_digest
from infra.local.processes.service import Service
from infra.local.processes.supervisor import Supervisor
from infra.local.processes.wait_for_service import wait_for_service
from infra.local.progress import Say
from infra.local.settings import LocalSettings

ANSWERS_WITHIN_SECONDS = 3


def begin_console(settings: LocalSettings, environment: Environment) -> None:
    """Starts the console, or restarts it if it runs with other settings or code."""
    begin(settings.place, (console.service(settings),), variables_of_programs(environment))


def begin_bridge(settings: LocalSettings, environment: Environment) -> None:
    """The same for each program of the bridge."""
    begin(settings.place, bridge.services(settings), variables_of_programs(environment))


def begin(home: Home, services: tuple[Service, ...], given: Mapping[str, str]) -> None:
    """Starts or restarts those of the programs that `to_begin` names, and notes with what they were started."""
    supervisor = Supervisor(home)
    wanted = {service.name: program_digest(service, given) for service in services}
    started = _started(home)
    running = {process.name for process in supervisor.processes() if process.pid}
    write_private(home.program_variables, json.dumps(dict(given)))
    if names := to_begin(wanted, started, running):
        supervisor.restart(*sorted(names))
        write_private(home.started_programs, json.dumps(started | wanted))


def to_begin(wanted: Mapping[str, str], started: Mapping[str, str], running: Set[str]) -> set[str]:
    """The programs that do not run, or were started with something else. All three are by name."""
    return {name for name, digest in wanted.items() if name not in running or started.get(name) != digest}


def await_console(settings: LocalSettings, say: Say) -> None:
    """Returns when the console answers."""
    _await_page(settings, console.NAME, f"{console.console_url(settings)}/health")
    say(f"console is at {console.console_url(settings)}")


def await_flower(settings: LocalSettings, say: Say) -> None:
    """Returns when Flower answers, or at once if the bridge is switched off."""
    if url := bridge.flower_url(settings):
        _await_page(settings, bridge.FLOWER_NAME, f"{url}/healthcheck")
        say(f"Flower is at {url}")


def await_provider(settings: LocalSettings, say: Say) -> None:
    """Returns when the local provider of company data answers."""
    _await_page(settings, provider.NAME, f"{provider.provider_url(settings)}/health")
    say(f"the local provider of company data is at {provider.provider_url(settings)}")


def _started(home: Home) -> dict[str, str]:
    if not home.started_programs.exists():
        return {}
    started: dict[str, str] = json.loads(home.started_programs.read_text(encoding="utf-8"))
    return started


def _await_page(settings: LocalSettings, name: str, url: str) -> None:
    wait_for_service(settings.place, name, lambda: page(url, timeout_s=ANSWERS_WITHIN_SECONDS) is not None)
