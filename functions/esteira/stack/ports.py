"""What the use cases need of the cloud. All methods raise `StackUnavailable`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from esteira.stack.function import Answer, DeployedFunction, DeployedRule, LogLine


class Stack(Protocol):
    """The deployed stack."""

    def functions(self) -> Sequence[DeployedFunction]:
        """Return all functions, by name."""
        ...

    def rules(self) -> Sequence[DeployedRule]:
        """Return all schedules, by name."""
        ...

    def invoke(self, deployed_name: str, event: str) -> Answer:
        """Invoke a function with this JSON and wait for its answer."""
        ...


@dataclass(frozen=True, kw_only=True)
class LogQuery:
    """Which lines of a function's log: those of a period that hold `phrase`."""

    deployed_name: str
    since: datetime
    until: datetime
    phrase: str = ""


@dataclass(frozen=True, kw_only=True)
class LogPortion:
    """Lines in order of time. `complete` False: there are more, later ones."""

    lines: Sequence[LogLine] = ()
    complete: bool = True


class FunctionLogs(Protocol):
    """The logs of the functions."""

    def read(self, query: LogQuery) -> LogPortion:
        """Return the lines, as many as a bounded number of requests finds; none of a function without a log."""
        ...
