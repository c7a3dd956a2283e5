"""Makes tasks of look-ups that are due, and sends the messages that carry them."""

from collections.abc import Callable
from dataclasses import dataclass

from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.lookups.misfires import decide
from esteira.lookups.ring import RingDeps, ring_what_is_due

PAGE = 500


@dataclass(frozen=True, kw_only=True)
class HandOverResult:
    """What one run of the schedule did. `without_run`: missed times that got no run of their own."""

    lookups: int
    tasks: int
    without_run: int
    rung: int


def hand_over_due(deps: RingDeps, *, should_continue: Callable[[], bool]) -> HandOverResult:
    """Hand over what is due, page by page, then send what is unsent. Raises `TargetUnavailable` and `QueueUnavailable`.

    May be killed and repeated anywhere: a time of a look-up has at most one task, and a task without a sent message is
    sent by the next run.
    """
    lookups = tasks = without_run = 0
    while should_continue():
        now = deps.clock()
        page = deps.store.hand_over(now, PAGE, lambda lookup: decide(lookup, now))  # noqa: B023 - called in this turn
        passing("lookups.after_insert")
        lookups, tasks, without_run = lookups + page.lookups, tasks + page.tasks, without_run + page.without_run
        if page.lookups < PAGE:
            break
    rung = ring_what_is_due(deps, should_continue=should_continue)
    if without_run:
        logger.info("missed times of look-ups were left out", action="hand_over_due", count=without_run)
    return HandOverResult(lookups=lookups, tasks=tasks, without_run=without_run, rung=rung)
