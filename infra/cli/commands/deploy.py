"""esteira deploy"""

from infra.cli.output import messages, steps
from infra.local.environment import Environment, describe
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings
from infra.local.stack.bundle import build
from infra.local.stack.deploy import deploy as deploy_locally
from infra.local.stack.repair import repair


def deploy() -> None:
    """Bundle the functions and deploy the stack, if anything in it has changed. Services must be running."""
    settings = LocalSettings.from_environment()
    home = settings.place
    secrets = Secrets.of(home)
    endpoints = resolve(settings, secrets)
    if endpoints.embedded:
        Environment.read(home)
    with steps("Deploying") as say:
        environment = describe(settings, secrets, endpoints)
        environment = deploy_locally(settings, environment, build(say), say)
        environment.write(home)
        repair(environment, say)
    messages.print(f"Deployed. HTTP endpoints: {environment.api_url}")
