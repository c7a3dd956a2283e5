"""`python -m infra.local.stack.restore`: deploys the stack and repairs the ledger after the emulator has lost both.

Does nothing while `up` or `down` runs on this home: they handle the stack themselves.
"""

import sys

from esteira.core.errors import EsteiraError
from esteira.core.log import logger

from infra.errors import InfraError
from infra.local.environment import last_known
from infra.local.processes.lock import is_held, only_one
from infra.local.processes.wait_for_service import wait_for_service
from infra.local.services.emulators import emulator_answers, emulator_of
from infra.local.settings import LocalSettings
from infra.local.stack.bundle import build
from infra.local.stack.deploy import deploy
from infra.local.stack.repair import repair


def restore(settings: LocalSettings) -> None:
    """Deploys the stack that `up` deployed, and publishes lost orders again."""
    home = settings.place
    if is_held(home, "up"):
        return
    with only_one(home, "up"):
        wait_for_service(home, emulator_of(settings).name, lambda: emulator_answers(settings))
        deploy_again(settings)


def deploy_again(settings: LocalSettings) -> None:
    """The same while the caller holds the lock `up` and the emulator answers."""
    # As written by the last `up`, whose settings may differ from those with which the supervisor was started.
    environment = last_known(settings.place)
    if environment is None or not environment.queues:
        return
    environment = deploy(settings, environment, build(_log), _log)
    environment.write(settings.place)
    repair(environment, _log)


def _log(line: str) -> None:
    logger.info("stack restored", action="restore", step=line)


if __name__ == "__main__":
    try:
        restore(LocalSettings.from_environment())
    except (EsteiraError, InfraError) as error:
        sys.exit(f"error: {error}")
