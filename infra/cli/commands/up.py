"""esteira up"""

from typing import Annotated

import typer

from infra.cli.output import messages, steps
from infra.cli.start_timings import Timings, keep_timings
from infra.local.environment import with_running_programs
from infra.local.phases import Phases
from infra.local.settings import LocalSettings
from infra.local.up import bring_services_up
from infra.local.up import up as up_locally

WithoutStack = Annotated[
    bool, typer.Option("--without-stack", help="Start only the services: deploy the stack with `samlocal`.")
]


def up(*, without_stack: WithoutStack = False, timings: Timings = False) -> None:
    """Start everything that is not running, deploy the stack, and return when all of it answers."""
    settings = with_running_programs(LocalSettings.from_environment())
    phases = Phases()
    bring_up = bring_services_up if without_stack else up_locally
    with steps("Starting") as say:
        environment = bring_up(settings, say, phases)
    keep_timings(settings.place, phases.timings("up"), shown=timings)
    if without_stack:
        messages.print("The services are up. Now: sam build --config-env local && samlocal deploy --config-env local")
    else:
        messages.print(f"Up. Console: {environment.console_url}  HTTP endpoints: {environment.api_url}")
