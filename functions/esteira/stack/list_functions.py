"""The functions of the stack, with their figures."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.stack.deps import StackDeps
from esteira.stack.function import DeployedFunction, LogLine
from esteira.stack.invocations import ERROR, REPORT, Figures, figures, invocations
from esteira.stack.ports import LogQuery

REQUESTS_IN_FLIGHT = 6
LONGEST = timedelta(days=7)
"""How far back the figures reach at most."""


@dataclass(frozen=True, kw_only=True)
class FunctionFigures:
    """A function and its figures."""

    function: DeployedFunction
    figures: Figures


def list_functions(deps: StackDeps, since: datetime | None) -> Sequence[FunctionFigures]:
    """Return all functions with their figures since then, of the last seven days at most.

    Raises `StackUnavailable`.
    """
    functions = deps.stack.functions()
    with ThreadPoolExecutor(REQUESTS_IN_FLIGHT, thread_name_prefix="logs") as threads:
        return list(threads.map(lambda function: _with_figures(deps, function, since), functions))


def show_function(deps: StackDeps, name: str, since: datetime | None) -> FunctionFigures:
    """The same for one function. Raises `NotFound` in addition."""
    return _with_figures(deps, deps.function(name), since)


def read_figures(deps: StackDeps, deployed_name: str, since: datetime | None) -> Figures:
    """Return the figures of one function since then. Raises `StackUnavailable`."""
    now = deps.clock()
    earliest = max(since or now - LONGEST, now - LONGEST)
    portions = [
        deps.logs.read(LogQuery(deployed_name=deployed_name, since=earliest, until=now, phrase=phrase))
        for phrase in (REPORT, ERROR)
    ]
    lines = sorted((line for portion in portions for line in portion.lines), key=_in_order)
    return figures(list(invocations(lines)), complete=all(portion.complete for portion in portions))


def _in_order(line: LogLine) -> tuple[datetime, bool]:
    """By time; of the same millisecond the exception before the report."""
    return line.at, line.text.startswith(REPORT)


def _with_figures(deps: StackDeps, function: DeployedFunction, since: datetime | None) -> FunctionFigures:
    return FunctionFigures(function=function, figures=read_figures(deps, function.deployed_name, since))
