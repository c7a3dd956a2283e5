"""The schedules of the stack: when they fire next, and what became of their last run."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from esteira.stack.deps import StackDeps
from esteira.stack.function import DeployedRule
from esteira.stack.invocations import Invocation
from esteira.stack.list_functions import REQUESTS_IN_FLIGHT, read_figures
from esteira.stack.schedules.expression import Schedule, parse
from esteira.stack.schedules.firings import Firings, firings

AHEAD = timedelta(hours=24)
NEVER = datetime.max.replace(tzinfo=UTC)
RECENT = (timedelta(minutes=10), timedelta(days=1))
"""How far back the last run is looked for, first in short, then in full."""


@dataclass(frozen=True, kw_only=True)
class UpcomingRuns:
    """A schedule. `fault`: why its expression cannot be read; then there is neither `schedule` nor `firings`.

    `firings` is also None for a rule that is disabled. `last`: the last invocation of its function, by whomever.
    """

    rule: DeployedRule
    schedule: Schedule | None
    firings: Firings | None
    last: Invocation | None
    fault: str = ""


def list_schedules(deps: StackDeps) -> Sequence[UpcomingRuns]:
    """Return all schedules with their times in the next 24 hours, the next one first. Raises `StackUnavailable`."""
    deployed = {function.name: function.deployed_name for function in deps.stack.functions()}
    rules = deps.stack.rules()
    with ThreadPoolExecutor(REQUESTS_IN_FLIGHT, thread_name_prefix="logs") as threads:
        lasts = list(threads.map(lambda rule: _last_run(deps, deployed.get(rule.function, "")), rules))
    upcoming = [_upcoming(rule, last, deps.clock()) for rule, last in zip(rules, lasts, strict=True)]
    return sorted(upcoming, key=_next_first)


def _upcoming(rule: DeployedRule, last: Invocation | None, now: datetime) -> UpcomingRuns:
    try:
        schedule = parse(rule.expression)
    except ValueError as error:
        return UpcomingRuns(rule=rule, schedule=None, firings=None, last=last, fault=str(error))
    ahead = firings(schedule, after=now, until=now + AHEAD, last_run=started_at(last)) if rule.enabled else None
    return UpcomingRuns(rule=rule, schedule=schedule, firings=ahead, last=last)


def started_at(invocation: Invocation | None) -> datetime | None:
    """Return when an invocation began: its process may have had to start before."""
    if invocation is None:
        return None
    return invocation.ended_at - timedelta(seconds=invocation.seconds + (invocation.init_seconds or 0))


def _last_run(deps: StackDeps, deployed_name: str) -> Invocation | None:
    for span in RECENT if deployed_name else ():
        if last := read_figures(deps, deployed_name, deps.clock() - span).last:
            return last
    return None


def _next_first(upcoming: UpcomingRuns) -> tuple[datetime, str]:
    """By the next time; those without one last."""
    next_at = upcoming.firings.next_at if upcoming.firings else None
    return next_at or NEVER, upcoming.rule.name
