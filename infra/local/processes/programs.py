"""Starts console and bridge after the stack, and restarts them when what they use has changed."""

from collections.abc import Set

from infra.local.processes import bridge, console
from infra.local.processes.supervisor import Supervisor
from infra.local.processes.wait_for_service import wait_for_service
from infra.local.progress import Say
from infra.local.settings import LocalSettings

ANSWERS_WITHIN_SECONDS = 3


def begin_console(settings: LocalSettings, *, again: bool) -> None:
    """Starts the console if it is not running. `again`: restarts it if it is."""
    _begin(settings, {console.NAME}, again=again)


def begin_bridge(settings: LocalSettings, *, again: bool) -> None:
    """Starts each program of the bridge that is not running. `again`: restarts those that are."""
    _begin(settings, {service.name for service in bridge.services(settings)}, again=again)


def await_console(settings: LocalSettings, say: Say) -> None:
    """Returns when the console answers."""
    _await_page(settings, console.NAME, f"{console.console_url(settings)}/health")
    say(f"console is at {console.console_url(settings)}")


def await_flower(settings: LocalSettings, say: Say) -> None:
    """Returns when Flower answers, or at once if the bridge is switched off."""
    if url := bridge.flower_url(settings):
        _await_page(settings, bridge.FLOWER_NAME, f"{url}/healthcheck")
        say(f"Flower is at {url}")


def _begin(settings: LocalSettings, names: Set[str], *, again: bool) -> None:
    supervisor = Supervisor(settings.place)
    running = {process.name for process in supervisor.processes() if process.pid}
    supervisor.restart(*(names if again else names - running))


def _await_page(settings: LocalSettings, name: str, url: str) -> None:
    wait_for_service(settings.place, name, lambda: _answers(url))


def _answers(url: str) -> bool:
    # Imported here: it costs every command a tenth of a second.
    import httpx

    try:
        return httpx.get(url, timeout=ANSWERS_WITHIN_SECONDS).is_success
    except httpx.HTTPError:
        return False
