"""Brings the console up after the stack, and anew when what it talks to has changed."""

from infra.local.console import NAME, console_url
from infra.local.progress import Say
from infra.local.settings import LocalSettings
from infra.local.start import wait_for
from infra.local.supervisor import Supervisor

ANSWERS_WITHIN_SECONDS = 3


def begin_console(settings: LocalSettings, *, again: bool) -> None:
    """Has it started, if it does not run. `again`: one that runs is ended first."""
    supervisor = Supervisor(settings.place)
    if again or not _runs(supervisor):
        supervisor.restart(NAME)


def await_console(settings: LocalSettings, say: Say) -> None:
    """Returns when it answers."""
    wait_for(settings.place, NAME, lambda: _answers(console_url(settings)))
    say(f"console is at {console_url(settings)}")


def _runs(supervisor: Supervisor) -> bool:
    return any(process.name == NAME and process.pid for process in supervisor.processes())


def _answers(url: str) -> bool:
    # Imported here: it costs the command line a tenth of a second.
    import httpx

    try:
        return httpx.get(f"{url}/health", timeout=ANSWERS_WITHIN_SECONDS).is_success
    except httpx.HTTPError:
        return False
