"""File the dead-letter queues whose copy is out of date, so that the copy is fresh and the queues are seldom read.

A queue that is being read hides its letters. So it is read when its depth differs from what was filed, and otherwise
only every few minutes, for letters that came while others left. Reading takes a tenth of the time at most.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from esteira.core.errors import Unavailable
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.core.queue.depth import QueueDepth
from esteira.workbench.deps import WorkbenchDeps
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.letter import Filing

LEAST_SECONDS = 5
"""Between two filings of a lane whose depth changes."""
MOST_SECONDS = 300
"""After these a lane is filed although its depth is the same, or although another reader hides letters."""
REST = 9
"""How many times as long as it was read a queue is then left alone."""
CLAIM_SECONDS = 60
"""After these another process may file a lane whose filing failed. Two filings at once do no harm."""


def file_due_letters(deps: WorkbenchDeps, lanes: Iterable[Lane]) -> int:
    """File the lanes that are due, and return how many were filed. A lane that cannot be read is left for later."""
    return sum(_file_if_due(deps, lane) for lane in lanes)


def is_due(filing: Filing | None, depth: QueueDepth, now: datetime) -> bool:
    """Return whether a lane is filed now. `filing`: its last one."""
    if filing is None:
        return True
    seconds = (now - filing.at).total_seconds()
    if seconds < max(LEAST_SECONDS, (REST + 1) * filing.seconds):
        return False
    is_changed = depth.total != filing.letters and depth.in_flight == 0
    return is_changed or seconds >= MOST_SECONDS


def _file_if_due(deps: WorkbenchDeps, lane: Lane) -> bool:
    try:
        depth, now = deps.redrive_deps(lane).dead_letter_depth.read(), deps.clock()
        due = is_due(deps.store.filings().get(lane), depth, now)
        if not due or not deps.store.claim_filing(lane, now, now + timedelta(seconds=CLAIM_SECONDS)):
            return False
        file_dead_letters(deps, lane)
    except Unavailable as error:
        logger.warning("dead letters not filed", action="file_dead_letters", lane=lane, error=str(error))
        return False
    return True
