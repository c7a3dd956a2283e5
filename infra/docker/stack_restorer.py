"""Deploys the stack again when LocalStack has lost it, as at each of its restarts: a program without arguments.

What the supervisor's `stack_restorer` is for `make run`. No supervisor tells of a restart here, so this one asks.
"""

from esteira.core.log import logger

from infra.docker.rounds import forever
from infra.local.aws import aws_client
from infra.local.environment import last_known
from infra.local.processes.lock import is_held, only_one
from infra.local.settings import LocalSettings
from infra.local.stack.outputs import reaching
from infra.local.stack.restore import deploy_again
from infra.local.stack.stack import STACK_NAME, Stack


def restore_if_lost(settings: LocalSettings) -> None:
    """Raises `EmulatorUnreachable` while LocalStack is away, and whatever a deployment raises."""
    home, environment = settings.place, last_known(settings.place)
    if environment is None or is_held(home, "up"):
        return
    with reaching(environment.aws_endpoint_url):
        found = Stack(aws_client("cloudformation", environment.aws_endpoint_url), STACK_NAME).state()
    if found is None:
        logger.warning("stack lost, deploying it again", action="restore")
        with only_one(home, "up"):
            deploy_again(settings)


if __name__ == "__main__":
    local = LocalSettings.from_environment()
    forever("restore", lambda: restore_if_lost(local))
