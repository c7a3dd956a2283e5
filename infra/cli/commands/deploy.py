"""esteira deploy"""

from infra.cli.output import messages, steps
from infra.local.bundle import build
from infra.local.deploy import deploy as deploy_locally
from infra.local.environment import Environment
from infra.local.settings import LocalSettings


def deploy() -> None:
    """Bundle the functions and make the stack anew, if anything in it changed. Services must be up."""
    settings = LocalSettings.from_environment()
    with steps("Deploying") as say:
        environment = Environment.read(settings.place)
        environment = deploy_locally(settings, environment, build(say), say)
        environment.write(settings.place)
    messages.print(f"Deployed. HTTP endpoints: {environment.api_url}")
