"""One question to one provider: its turn, the request, what the answer means, and what it says of the provider."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from esteira.core.errors import TurnsUnavailable
from esteira.core.log import logger
from esteira.core.lookup_providers import LookupProvider
from esteira.lookups.answer import Answer, FetchFailed, FetchFailure
from esteira.lookups.company import Provenance
from esteira.lookups.ports import Fetcher, PageReader, TurnLimiter
from esteira.lookups.retry_after import retry_after_seconds
from esteira.lookups.shapes.read_answer import read_answer, says_there_is_none
from esteira.lookups.shapes.unreadable import UnreadableAnswer
from esteira.lookups.trials import ANSWERS, Trial, TrialKind
from esteira.lookups.turns.breaker import Outcome
from esteira.lookups.turns.pace import Pace, Turn

FETCH_KINDS = {
    FetchFailure.FORBIDDEN: TrialKind.REFUSED,
    FetchFailure.UNREACHABLE: TrialKind.DOWN,
    FetchFailure.UNUSABLE: TrialKind.BROKEN,
}


ERRORS = frozenset({TrialKind.DOWN, TrialKind.BROKEN, TrialKind.REFUSED})


@dataclass(frozen=True, kw_only=True)
class AskDeps:
    """What a question needs. All processes share the turns of `turn_limiter`. `monotonic` counts seconds."""

    fetcher: Fetcher
    page_reader: PageReader
    turn_limiter: TurnLimiter
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a look-up has waited for turns, and how long it waits in all."""

    waited_seconds: float
    total_seconds: float
    sleep: Callable[[float], object]


def ask_provider(deps: AskDeps, provider: LookupProvider, cnpj: str, now: datetime, patience: Patience) -> Trial:
    """Wait for a turn and return how the question ended. `now` is when the look-up began.

    Raises `TurnsUnavailable`: without the shared pace nobody is asked.
    """
    trial = _with_turn(deps, provider, cnpj, now, patience)
    logger.info(
        "provider asked",
        action="look_up_company",
        provider=provider.name,
        outcome=trial.kind.value,
        error=trial.reason or None,
    )
    return replace(trial, after_seconds=patience.waited_seconds + trial.turn_seconds)


def _with_turn(deps: AskDeps, provider: LookupProvider, cnpj: str, now: datetime, patience: Patience) -> Trial:
    limiter, name = deps.turn_limiter, provider.name
    left_seconds = max(0.0, patience.total_seconds - patience.waited_seconds)
    [turn] = limiter.take(name, _pace(provider, patience), within_seconds=left_seconds)
    if not turn.granted:
        return _refused(name, turn)
    if turn.wait_seconds > 0:
        patience.sleep(turn.wait_seconds)
        if not turn.probe and (refusal := limiter.refusal(name)):
            return replace(_refused(name, refusal), turn_seconds=turn.wait_seconds)
    asked_at = now + timedelta(seconds=patience.waited_seconds + turn.wait_seconds)
    question = _Question(deps=deps, provider=provider, cnpj=cnpj, now=asked_at)
    return replace(question.asked(), turn_seconds=turn.wait_seconds)


def _pace(provider: LookupProvider, patience: Patience) -> Pace:
    return Pace.of(provider.rate_per_second, provider.burst, ahead_seconds=patience.total_seconds)


def _refused(provider: str, turn: Turn) -> Trial:
    kind, reason = TrialKind.BUSY, "Its pace leaves no turn now."
    if turn.paused:
        kind, reason = TrialKind.TOO_MANY, "It pauses after a 429."
    if turn.suspended:
        kind, reason = TrialKind.SUSPENDED, "It failed several times in a row."
    return Trial(provider=provider, kind=kind, reason=reason, wait_seconds=turn.wait_seconds)


@dataclass(frozen=True, kw_only=True)
class _Question:
    deps: AskDeps
    provider: LookupProvider
    cnpj: str
    now: datetime

    def asked(self) -> Trial:
        began = self.deps.monotonic()
        trial = self._answered()
        self._settle(trial.kind, self.deps.monotonic() - began)
        return trial

    def _answered(self) -> Trial:
        try:
            return self._meaning(self._fetched())
        except FetchFailed as failure:
            return self._ended(FETCH_KINDS[failure.kind], str(failure))

    def _settle(self, kind: TrialKind, seconds: float) -> None:
        outcome = Outcome.FAILED if kind in ERRORS else Outcome.ANSWERED if kind in ANSWERS else Outcome.PUT_OFF
        try:
            self.deps.turn_limiter.settle(self.provider.name, outcome, seconds)
        except TurnsUnavailable as error:
            # The question has its answer; only its count is lost.
            logger.warning("question not counted", action="look_up_company", error=str(error))

    def _fetched(self) -> Answer:
        return self.deps.fetcher.get(
            f"{self.provider.base_url}/{self.cnpj}",
            connect_seconds=self.provider.connect_seconds,
            total_seconds=self.provider.total_seconds,
        )

    def _meaning(self, answer: Answer) -> Trial:
        status = answer.status
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return self._paused(answer)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._ended(TrialKind.DOWN, f"It answered {status}.")
        if status == HTTPStatus.NOT_FOUND and says_there_is_none(self.provider.kind, answer):
            return self._ended(TrialKind.NOT_FOUND, "It knows no such company.")
        if status != HTTPStatus.OK:
            return self._ended(TrialKind.REFUSED, f"It answered {status}.")
        return self._found(answer)

    def _paused(self, answer: Answer) -> Trial:
        seconds = retry_after_seconds(answer.retry_after, self.now)
        self.deps.turn_limiter.pause(self.provider.name, seconds)
        return self._ended(TrialKind.TOO_MANY, "It answered 429.", wait_seconds=seconds)

    def _found(self, answer: Answer) -> Trial:
        provenance = Provenance(provider=self.provider.name, asked_at=self.now)
        try:
            company = read_answer(self.provider.kind, answer, provenance, self.deps.page_reader.fields)
        except UnreadableAnswer as error:
            return self._ended(TrialKind.BROKEN, f"Its answer cannot be read ({error}).")
        if company.cnpj != self.cnpj:
            return self._ended(TrialKind.BROKEN, "It answered about another company.")
        return replace(self._ended(TrialKind.FOUND), company=company)

    def _ended(self, kind: TrialKind, reason: str = "", *, wait_seconds: float = 0.0) -> Trial:
        return Trial(provider=self.provider.name, kind=kind, reason=reason, wait_seconds=wait_seconds)
