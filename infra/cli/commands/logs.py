"""esteira logs"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from infra.errors import NothingRunning
from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.logs import follow_function, function_group, function_lines, service_files
from infra.local.settings import LocalSettings

Name = Annotated[
    str | None,
    typer.Argument(
        help="A service (postgres, localstack, …) or a function (OrdersConsumer, …); all services, if not given."
    ),
]
Follow = Annotated[bool, typer.Option("--follow", "-f", help="Continue with new lines.")]
Lines = Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the latest lines of a service.")]
Minutes = Annotated[int, typer.Option("--minutes", min=1, help="How many minutes to go back, for a function.")]


def logs(service: Name = None, *, follow: Follow = False, lines: Lines = 50, minutes: Minutes = 10) -> None:
    """Show the logs of services and functions."""
    home = LocalSettings.from_environment().place
    files = service_files(home, service)
    if files:
        _become_tail(files, follow=follow, lines=lines)
    if service is None:
        raise NothingRunning
    _show_function(home, service, follow=follow, since=datetime.now(UTC) - timedelta(minutes=minutes))


def _become_tail(files: list[Path], *, follow: bool, lines: int) -> None:
    # -F follows the name, also when the supervisor rotates the file.
    arguments = ["tail", "-n", str(lines), *(["-F"] if follow else []), *map(str, files)]
    os.execvp("tail", arguments)  # noqa: S606


def _show_function(home: Home, name: str, *, follow: bool, since: datetime) -> None:
    environment = Environment.read(home)
    group = function_group(environment, name)
    lines = follow_function if follow else function_lines
    for line in lines(environment, group, since=since):
        typer.echo(line)
