"""The commands of Celery that run as programs, each imported when it is called."""

from collections.abc import Mapping
from importlib import import_module

import click
from celery.bin.base import CLIContext

from bridge.app import app

MODULES: Mapping[str, str] = {"worker": "celery.bin.worker", "beat": "celery.bin.beat", "flower": "flower.command"}


class _Imported(click.Group):
    """Commands by the modules that hold one of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in MODULES:
            return None
        command: click.Command = getattr(import_module(MODULES[cmd_name]), cmd_name)
        return command


@click.group(cls=_Imported)
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Celery's commands for this application."""
    ctx.obj = CLIContext(app=app, no_color=False, workdir=None)
