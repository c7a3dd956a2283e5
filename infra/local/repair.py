"""After LocalStack has lost its queues: what the ledger misses is published again."""

from esteira.use_cases.repair_ledger import repair_ledger
from esteira.wiring.operator import Operator

from infra.local.core_settings import operator_settings
from infra.local.environment import Environment
from infra.local.progress import Say


def repair(environment: Environment, say: Say) -> None:
    """Does nothing where something is in motion. Raises `Unavailable` in the words of what does not answer."""
    operator = Operator(operator_settings(environment))
    try:
        done = repair_ledger(operator.workshop)
    finally:
        operator.close()
    if done.republished or done.buried:
        say(f"ledger repaired: {done.republished} orders published again, {done.buried} dead letters recorded")
