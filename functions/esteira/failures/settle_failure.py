"""What people decide about a failure: send its original again now, or discard it with a note."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from esteira.core.clock import Clock
from esteira.core.errors import Conflict, NotFound
from esteira.core.names import ON_ONE_LINE
from esteira.failures.failure import Failure, FailureState, Settlement
from esteira.failures.ports import FailureStore

NOTHING_TO_SEND = "(there is no message of a lane to send again, or it was not kept whole)"


class DiscardFailure(BaseModel, frozen=True, extra="forbid"):
    """Command: the note says why nothing has to be done."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=ON_ONE_LINE)]


@dataclass(frozen=True, kw_only=True)
class SettleDeps:
    """Dependencies of `retry_failure` and `discard_failure`."""

    store: FailureStore
    clock: Clock


def retry_failure(deps: SettleDeps, failure_id: UUID, by: str) -> Failure:
    """Have the recovery send the original at its next run, a few seconds from now.

    Raises `NotFound`, `Conflict` if there is nothing to send, and `TargetUnavailable`.
    """
    failure = deps.store.find(failure_id)
    if failure is None:
        raise NotFound("(failure)")
    if not failure.can_be_sent:
        raise Conflict(NOTHING_TO_SEND)
    return _settled(deps, failure_id, FailureState.WAITING, reason="A person asked for it.", by=by)


def discard_failure(deps: SettleDeps, failure_id: UUID, command: DiscardFailure, by: str) -> Failure:
    """Close a failure. Raises `NotFound` and `TargetUnavailable`."""
    reason = "A person decided that nothing has to be done."
    return _settled(deps, failure_id, FailureState.DISCARDED, reason=reason, by=by, note=command.note)


def failure_id_of(text: str) -> UUID:
    """Return the id in a path. Raises `NotFound`: nothing has a name that is no id."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("(failure)") from None


def _settled(  # noqa: PLR0913 - the parts of a settlement
    deps: SettleDeps, failure_id: UUID, state: FailureState, *, reason: str, by: str, note: str | None = None
) -> Failure:
    now = deps.clock()
    due_at = now if state is FailureState.WAITING else None
    settlement = Settlement(state=state, reason=reason, due_at=due_at, by=by, note=note, at=now)
    failure = deps.store.settle(failure_id, settlement)
    if failure is None:
        raise NotFound("(failure)")
    return failure
