"""What people do about errors."""

from typing import Any

from esteira.core.http.policies import Policy
from esteira.failures.failure import Failure, FailureState
from esteira.failures.list_failures import MOST_LISTED, ListFailures, list_failures
from esteira.failures.settle_failure import DiscardFailure, SettleDeps, discard_failure, retry_failure

from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.visit import Visit
from console.pages.errors.words import ErrorsWords


def needs_operator(visit: Visit) -> str:
    """Return why the visitor may not decide about errors; empty if they may."""
    return visit.refusal(Policy.OPERATOR)


async def retry_one(visit: Visit, words: ErrorsWords, deps: SettleDeps, failure: Failure) -> None:
    """Have the original of a failure sent again."""

    def retry(by: str) -> Done[Failure]:
        return _done(failure, retry_failure(deps, failure.id, by))

    await visit.actor.perform(Action(name="failure.retried", subject=str(failure.id)), retry, done=words.retried)


async def discard_one(visit: Visit, words: ErrorsWords, deps: SettleDeps, failure: Failure, note: str) -> bool:
    """Close a failure. Returns whether it is."""

    def discard(by: str) -> Done[Failure]:
        return _done(failure, discard_failure(deps, failure.id, DiscardFailure(note=note), by))

    action = Action(name="failure.discarded", subject=str(failure.id))
    return await visit.actor.perform(action, discard, done=words.discarded) is not None


async def retry_group(visit: Visit, words: ErrorsWords, deps: SettleDeps, fingerprint: str) -> None:
    """Have the originals of those failures of a group sent again that wait for somebody, after a question."""
    sentence = words.retry_all_sentence.format(MOST_LISTED)
    if not await confirmed(visit, words.retry_all_title, [sentence], action=words.retry_all):
        return

    def retry(by: str) -> Done[int]:
        query = ListFailures(state=FailureState.PARKED, fingerprint=fingerprint, limit=MOST_LISTED)
        sent = [retry_failure(deps, each.id, by) for each in list_failures(deps.store, query) if each.can_be_sent]
        return Done(value=len(sent), after={"sent": [str(each.id) for each in sent]})

    action = Action(name="failures.retried", subject=fingerprint)
    await visit.actor.perform(action, retry, done=words.retried_all.format)


def _done(before: Failure, after: Failure) -> Done[Failure]:
    return Done(value=after, before=_facts(before), after=_facts(after))


def _facts(failure: Failure) -> dict[str, Any]:
    return {"state": failure.state.value, "reason": failure.reason, "note": failure.note}
