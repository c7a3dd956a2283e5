"""The console as a supervised program. It needs the queues, so it is started after the stack is deployed."""

import sys

from esteira.core.settings import ConsoleSettings

from infra.local.home import FUNCTIONS, REPOSITORY
from infra.local.processes.service import Service, with_deployed_settings
from infra.local.settings import LocalSettings

NAME = "console"


def console_url(settings: LocalSettings) -> str:
    """The URL of the console."""
    return f"http://127.0.0.1:{settings.console_port}"


def service(settings: LocalSettings) -> Service:
    """The program of the console. It stops before the services it uses."""
    return Service(
        name=NAME,
        command=(*with_deployed_settings(settings.place), sys.executable, "-m", "console"),
        directory=REPOSITORY,
        environment={"ESTEIRA_CONSOLE_PORT": str(settings.console_port)},
        port=settings.console_port,
        port_setting="ESTEIRA_CONSOLE_PORT",
        rank=40,
        needs_the_stack=True,
        settings=frozenset(ConsoleSettings.model_fields),
        code=(REPOSITORY / "console", FUNCTIONS),
    )
