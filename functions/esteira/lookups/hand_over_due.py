"""Makes tasks of look-ups that are due, and sends the messages that carry them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.lookups.lookup import Lookup
from esteira.lookups.lookup_task import new_task
from esteira.lookups.misfires import decide
from esteira.lookups.ports import DueWork, HandedOver
from esteira.lookups.ring import RingWhatIsDueDeps, ring_what_is_due

PAGE = 100
"""Look-ups in one transaction: a few seconds if each has missed a thousand times."""


@dataclass(frozen=True, kw_only=True)
class HandOverDeps:
    """Dependencies of `hand_over_due`. `ageing`: see `ranked_at`."""

    ring_due: RingWhatIsDueDeps
    ageing: timedelta


@dataclass(frozen=True, kw_only=True)
class HandOverResult:
    """What one run of the schedule did. `without_run`: missed times that got no run of their own."""

    lookups: int
    tasks: int
    without_run: int
    rung: int


def hand_over_due(deps: HandOverDeps, *, should_continue: Callable[[], bool]) -> HandOverResult:
    """Hand over what is due, page by page, then send what is unsent. Raises `TargetUnavailable` and `QueueUnavailable`.

    May be killed and repeated anywhere: a time of a look-up has at most one task, and a task without a sent message is
    sent by the next run.
    """
    pages = list(_pages(deps, should_continue))
    rung = ring_what_is_due(deps.ring_due, should_continue=should_continue)
    result = HandOverResult(
        lookups=sum(page.lookups for page in pages),
        tasks=sum(page.tasks for page in pages),
        without_run=sum(page.without_run for page in pages),
        rung=rung,
    )
    if result.without_run:
        logger.info("missed times got no run of their own", action="hand_over_due", count=result.without_run)
    return result


def _pages(deps: HandOverDeps, should_continue: Callable[[], bool]) -> Iterator[HandedOver]:
    while should_continue():
        now = deps.ring_due.ring.clock()
        page = deps.ring_due.ring.store.hand_over(now, PAGE, partial(_due_work, now=now, ageing=deps.ageing))
        passing("lookups.after_insert")
        yield page
        if page.lookups < PAGE:
            break


def _due_work(lookup: Lookup, now: datetime, ageing: timedelta) -> DueWork:
    decision = decide(lookup, now)
    tasks = [
        new_task(lookup, due_at=run.due_at, now=now, ageing=ageing, catch_up=run.catch_up) for run in decision.runs
    ]
    return DueWork(tasks=tasks, next_due_at=decision.next_due_at, without_run=decision.without_run)
