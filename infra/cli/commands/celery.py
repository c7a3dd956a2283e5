"""esteira celery"""

import os
from typing import Annotated

import typer

from infra.local.core_settings import variables
from infra.local.environment import Environment
from infra.local.processes.bridge import CELERY
from infra.local.settings import LocalSettings
from infra.local.stack.outputs import completed

Arguments = Annotated[
    list[str], typer.Argument(metavar="COMMAND [ARG]...", help="A command of Celery; see docs/operations.md.")
]


def celery(arguments: Arguments) -> None:
    """Run a command of Celery with the settings of this installation: status, inspect, control, events, …"""
    environment = completed(Environment.read(LocalSettings.from_environment().place))
    os.execve(CELERY[0], [*CELERY, *arguments], os.environ | variables(environment))  # noqa: S606
