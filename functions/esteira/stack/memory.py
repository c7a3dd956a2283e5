"""In-memory twins of the ports of functions and schedules."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from esteira.core.errors import StackUnavailable
from esteira.stack.function import Answer, DeployedFunction, DeployedRule, LogLine
from esteira.stack.ports import LogPortion, LogQuery


@dataclass(kw_only=True)
class MemoryStack:
    """The port `Stack`. `invoked`: the names and events, in order. `answer`: what every invocation answers."""

    deployed: Sequence[DeployedFunction] = ()
    scheduled: Sequence[DeployedRule] = ()
    answer: Answer = field(default=Answer(payload="null", error="", log="", seconds=0.1))
    invoked: list[tuple[str, str]] = field(default_factory=list)
    away: bool = False

    def functions(self) -> Sequence[DeployedFunction]:
        """See `Stack.functions`."""
        self._check()
        return sorted(self.deployed, key=lambda function: function.name)

    def rules(self) -> Sequence[DeployedRule]:
        """See `Stack.rules`."""
        self._check()
        return sorted(self.scheduled, key=lambda rule: rule.name)

    def invoke(self, deployed_name: str, event: str) -> Answer:
        """See `Stack.invoke`."""
        self._check()
        self.invoked.append((deployed_name, event))
        return self.answer

    def _check(self) -> None:
        if self.away:
            raise StackUnavailable


@dataclass(kw_only=True)
class MemoryLogs:
    """The port `FunctionLogs`. `lines`: by the deployed name of their function. At most `limit` are found."""

    lines: dict[str, list[LogLine]] = field(default_factory=dict)
    limit: int = 10_000

    def read(self, query: LogQuery) -> LogPortion:
        """See `FunctionLogs.read`."""
        found = [line for line in self.lines.get(query.deployed_name, ()) if _matches(line, query)]
        ordered = sorted(found, key=lambda line: line.at)
        return LogPortion(lines=ordered[: self.limit], complete=len(ordered) <= self.limit)


def _matches(line: LogLine, query: LogQuery) -> bool:
    return query.since <= line.at <= query.until and query.phrase in line.text
