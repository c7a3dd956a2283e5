"""What the use cases of functions and schedules are called with."""

from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.errors import NotFound
from esteira.stack.function import DeployedFunction
from esteira.stack.ports import FunctionLogs, Stack


@dataclass(frozen=True, kw_only=True)
class StackDeps:
    """Dependencies of all use cases of this feature."""

    stack: Stack
    logs: FunctionLogs
    clock: Clock

    def function(self, name: str) -> DeployedFunction:
        """Return the function of this name. Raises `NotFound` and `StackUnavailable`."""
        found = next((each for each in self.stack.functions() if each.name == name), None)
        if found is None:
            raise NotFound(f"(function {name[:100]})")
        return found
