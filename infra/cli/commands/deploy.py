"""esteira deploy"""

from infra.cli.output import messages, steps
from infra.local.accounts import prepare_accounts
from infra.local.differences import differences
from infra.local.environment import Environment, describe, last_known, with_running_programs
from infra.local.processes.lock import only_one
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings
from infra.local.stack.bundle import build
from infra.local.stack.deploy import deploy as deploy_locally
from infra.local.stack.repair import repair


def deploy() -> None:
    """Bundle the functions and change what differs in the stack. Services must be running; none is restarted."""
    settings = with_running_programs(LocalSettings.from_environment())
    home = settings.place
    secrets = Secrets.of(home)
    endpoints = resolve(settings, secrets)
    if endpoints.embedded:
        Environment.read(home)
    # The lock keeps those away who deploy again what LocalStack has lost.
    with only_one(home, "up"), steps("Deploying") as say:
        environment = describe(settings, secrets, endpoints)
        if running := last_known(home):
            for line in differences(running, environment):
                say(line)
        prepare_accounts(environment)
        environment = deploy_locally(settings, environment, build(say), say)
        environment.write(home)
        repair(environment, say)
    messages.print(f"Deployed. HTTP endpoints: {environment.api_url}")
