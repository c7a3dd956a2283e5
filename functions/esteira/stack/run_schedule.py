"""Run a schedule now."""

from esteira.core.errors import NotFound
from esteira.stack.deps import StackDeps
from esteira.stack.function import Answer, DeployedRule
from esteira.stack.sample_events import scheduled_event


def run_schedule(deps: StackDeps, name: str) -> Answer:
    """Invoke a schedule's function with the event that its rule would send, and wait for the answer.

    Also where the rule is disabled; its next time stays as it is. Raises `NotFound` and `StackUnavailable`.
    """
    rule = _rule(deps, name)
    function = deps.function(rule.function)
    return deps.stack.invoke(function.deployed_name, scheduled_event(rule, deps.clock()))


def _rule(deps: StackDeps, name: str) -> DeployedRule:
    found = next((rule for rule in deps.stack.rules() if rule.name == name), None)
    if found is None:
        raise NotFound(f"(schedule {name[:100]})")
    return found
