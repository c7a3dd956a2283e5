"""What becomes of a task after its look-up. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from esteira.consumer.outcomes import AttemptStatus, FailureKind, Outcome, failed
from esteira.lookups.company import REVEALED, Company
from esteira.lookups.lane.claims import ClaimedTask
from esteira.lookups.lane.ports import TaskResult
from esteira.lookups.lookup_task import TaskState
from esteira.lookups.trials import ANSWERS, WAITING, LookUpFailure, Trial
from esteira.lookups.trials import FailureKind as LookUpFailureKind

SHORTEST_WAIT_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Finish:
    """Keep its answer."""

    result: TaskResult
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class PutBack:
    """Nobody was asked in vain: there was only no turn to ask. That spends no attempt."""

    task: ClaimedTask
    wait_seconds: float
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Fail:
    """The attempt failed."""

    task: ClaimedTask
    outcome: Outcome


Decision = Finish | PutBack | Fail


def decide(task: ClaimedTask, answer: Company | LookUpFailure) -> Decision:
    """Return what becomes of a task with this answer."""
    if isinstance(answer, Company):
        return _found(task, answer)
    facts = {**_facts(task), "asked": [_asked(trial) for trial in _last(answer.trials)]}
    if answer.kind is LookUpFailureKind.NOT_FOUND:
        provider = next((trial.provider for trial in answer.trials if trial.kind in ANSWERS), None)
        result = TaskResult(task=task, state=TaskState.NOT_FOUND, provider=provider)
        return Finish(result=result, outcome=Outcome(status=AttemptStatus.SUCCEEDED, facts=facts))
    if answer.kind is LookUpFailureKind.TRY_AGAIN and all(trial.kind in WAITING for trial in answer.trials):
        wait_seconds = max(answer.retry_after_seconds or 0.0, SHORTEST_WAIT_SECONDS)
        outcome = Outcome(status=AttemptStatus.DEFERRED, facts=facts)
        return PutBack(task=task, wait_seconds=wait_seconds, outcome=outcome)
    return Fail(task=task, outcome=_failure(answer, facts))


def _found(task: ClaimedTask, company: Company) -> Finish:
    provider = company.provenance.provider
    fields = company.model_dump(mode="json", context=REVEALED, exclude={"raw"})
    return Finish(
        result=TaskResult(task=task, state=TaskState.SUCCEEDED, provider=provider, company=fields),
        outcome=Outcome(status=AttemptStatus.SUCCEEDED, facts={**_facts(task), "provider": provider}),
    )


def _failure(answer: LookUpFailure, facts: dict[str, Any]) -> Outcome:
    down = answer.kind is LookUpFailureKind.TRY_AGAIN
    reasons = " ".join(f"{trial.provider}: {trial.reason}" for trial in _last(answer.trials))
    end = failed(FailureKind.PROVIDERS_DOWN if down else FailureKind.NO_ANSWER, answer.reason or reasons)
    return Outcome(status=end.status, failure=end.failure, facts=facts)


def _facts(task: ClaimedTask) -> dict[str, Any]:
    return {"task_id": str(task.id), "lookup_id": str(task.lookup_id), "cnpj": task.cnpj}


def _asked(trial: Trial) -> dict[str, str]:
    return {"provider": trial.provider, "outcome": trial.kind.value}


def _last(trials: Sequence[Trial]) -> list[Trial]:
    """Return the last trial of each provider, in the order of the first."""
    return list({trial.provider: trial for trial in trials}.values())
