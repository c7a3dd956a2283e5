"""Looks a company up: from the cache if it is recent enough, else from the providers in their order."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from esteira.core.errors import TargetUnavailable, TurnsUnavailable
from esteira.core.log import logger
from esteira.core.lookup_providers import LookupProvider
from esteira.lookups.ask_provider import AskDeps, Patience, ask_provider
from esteira.lookups.company import Company
from esteira.lookups.next_step import Ask, Done, Wait, next_step
from esteira.lookups.ports import CompanyCache
from esteira.lookups.trials import FailureKind, LookUpFailure, Trial, TrialKind

TURNS_RETRY_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class LookUpDeps:
    """Dependencies of `look_up_company`. `providers` are in the order in which they are asked.

    A cached answer counts for `cache_age`. A look-up waits for turns for at most `patience_seconds` in all.
    """

    ask: AskDeps
    company_cache: CompanyCache
    providers: Sequence[LookupProvider]
    cache_age: timedelta
    patience_seconds: float
    sleep: Callable[[float], object] = time.sleep


def look_up_company(deps: LookUpDeps, cnpj: str, now: datetime) -> Company | LookUpFailure:
    """Return the company with this parsed CNPJ, or why there is none, with the reason of each provider.

    Raises `TargetUnavailable` if the cache cannot be read. Without Redis nobody is asked: the failure is `TRY_AGAIN`.
    """
    if cached := deps.company_cache.get(cnpj, now - deps.cache_age):
        return cached
    trials: list[Trial] = []
    try:
        return _ask_in_turn(deps, cnpj, now, trials)
    except TurnsUnavailable as error:
        reason = error.public_message
        return LookUpFailure(
            kind=FailureKind.TRY_AGAIN, trials=trials, reason=reason, retry_after_seconds=TURNS_RETRY_SECONDS
        )


def _ask_in_turn(deps: LookUpDeps, cnpj: str, now: datetime, trials: list[Trial]) -> Company | LookUpFailure:
    providers = {provider.name: provider for provider in deps.providers}
    waited = 0.0
    while True:
        step = next_step(list(providers), trials, waited_seconds=waited, patience_seconds=deps.patience_seconds)
        if isinstance(step, Ask):
            patience = Patience(waited_seconds=waited, total_seconds=deps.patience_seconds, sleep=deps.sleep)
            trial = ask_provider(deps.ask, providers[step.provider], cnpj, now, patience)
            trials.append(trial)
            waited = trial.after_seconds
        elif isinstance(step, Wait):
            deps.sleep(step.seconds)
            waited += step.seconds
        else:
            return _answer(deps, step.trial, trials) if isinstance(step, Done) else step


def _answer(deps: LookUpDeps, trial: Trial, trials: Sequence[Trial]) -> Company | LookUpFailure:
    if trial.kind is TrialKind.NOT_FOUND or trial.company is None:
        return LookUpFailure(kind=FailureKind.NOT_FOUND, trials=trials)
    try:
        deps.company_cache.put(trial.company)
    except TargetUnavailable as error:
        # The caller has its answer; only the next one will ask again.
        logger.warning("company not cached", action="look_up_company", error=str(error))
    return trial.company
