"""esteira up"""

from infra.cli.output import messages, steps
from infra.local.settings import LocalSettings
from infra.local.up import up as up_locally


def up() -> None:
    """Start everything that does not run, deploy the stack, and return when all of it answers."""
    with steps("Starting") as say:
        environment = up_locally(LocalSettings.from_environment(), say)
    messages.print(f"Up. Console: {environment.console_url}  HTTP endpoints: {environment.api_url}")
