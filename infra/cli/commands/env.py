"""esteira env"""

from contextlib import suppress

import typer

from infra.cli.output import AsJson, print_json
from infra.errors import NotDeployed
from infra.local.environment import Environment
from infra.local.settings import LocalSettings
from infra.local.shell_exports import render
from infra.local.stack.outputs import completed


def env(*, as_json: AsJson = False) -> None:
    """Print how to reach everything, as shell exports: `eval "$(esteira env)"`. It prints passwords."""
    environment = Environment.read(LocalSettings.from_environment().place)
    with suppress(NotDeployed):
        environment = completed(environment)
    if as_json:
        print_json(environment.model_dump(mode="json"))
    else:
        typer.echo(render(environment))
