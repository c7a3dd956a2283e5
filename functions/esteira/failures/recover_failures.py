"""One run of the recovery: sends again what is due, takes counts and errors, and removes what is old."""

from collections.abc import Callable
from dataclasses import dataclass

from esteira.core.errors import Unavailable
from esteira.core.log import logger
from esteira.failures.deps import RecoveryDeps
from esteira.failures.failure import LIFE
from esteira.failures.resend_due import resend_due
from esteira.failures.take_errors import take_counts, take_errors


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What a run did: originals sent again, errors taken, failures removed for their age."""

    sent: int
    taken: int
    removed: int


def recover_failures(deps: RecoveryDeps, *, should_continue: Callable[[], bool]) -> Recovered | None:
    """Do one run; None if it stopped because a store or the queue is away, after which the next one goes on.

    The database is asked first: while it is away nothing is received, since every receive of an error counts.
    """
    try:
        sent = resend_due(deps)
        take_counts(deps)
        taken = take_errors(deps, should_continue=should_continue)
        return Recovered(sent=sent, taken=taken, removed=deps.store.forget(deps.clock() - LIFE))
    except Unavailable as error:
        logger.warning("recovery not finished", action="recover", error=str(error))
        return None
