"""Fail-over: from what the providers have answered so far to the next step. Pure.

Providers are asked in their order. Asking includes the wait for a turn of the pace, as long as the patience lasts,
since the order is a preference; where no turn comes in time, and after anything else, the next provider is asked at
once. When all have been asked, it waits for the one that is free first after a 429 or several errors in a row. "Not
found" is an answer and ends the look-up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from esteira.lookups.trials import ANSWERS, TRANSIENT, WAITING, FailureKind, LookUpFailure, Trial, TrialKind

DOWN_RETRY_SECONDS = 30.0
"""When a look-up may be tried again whose providers are down."""

SHORTEST_WAIT_SECONDS = 0.01


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Ask this provider."""

    provider: str


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Wait, then decide again."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class Done:
    """A provider has answered."""

    trial: Trial


Step = Ask | Wait | Done | LookUpFailure


def next_step(
    providers: Sequence[str], trials: Sequence[Trial], *, waited_seconds: float, patience_seconds: float
) -> Step:
    """Return what to do next. A look-up waits for `patience_seconds` in all."""
    last = {trial.provider: trial for trial in trials}
    if answer := next((trial for trial in trials if trial.kind in ANSWERS), None):
        return Done(trial=answer)
    for name in providers:
        if name not in last:
            return Ask(provider=name)
    waiting = sorted((last[name] for name in providers if last[name].kind in WAITING), key=_free_at)
    if waiting and _free_at(waiting[0]) <= patience_seconds:
        return _when_free(waiting[0], waited_seconds)
    return _give_up(waiting, trials, waited_seconds)


def _when_free(trial: Trial, waited_seconds: float) -> Step:
    rest = _free_at(trial) - waited_seconds
    return Wait(seconds=rest) if rest > 0 else Ask(provider=trial.provider)


def _give_up(waiting: Sequence[Trial], trials: Sequence[Trial], waited_seconds: float) -> LookUpFailure:
    if not any(trial.kind in TRANSIENT for trial in trials):
        return LookUpFailure(kind=FailureKind.NO_ANSWER, trials=trials)
    delays = [max(_free_at(trial) - waited_seconds, SHORTEST_WAIT_SECONDS) for trial in waiting]
    delays += [DOWN_RETRY_SECONDS for trial in trials if trial.kind is TrialKind.DOWN]
    return LookUpFailure(kind=FailureKind.TRY_AGAIN, trials=trials, retry_after_seconds=min(delays))


def _free_at(trial: Trial) -> float:
    """Return the seconds of waiting after which this provider may be asked again."""
    return trial.after_seconds + max(trial.wait_seconds, SHORTEST_WAIT_SECONDS)
