"""One question to one provider: its turn, the request, and what the answer means."""

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from esteira.core.log import logger
from esteira.core.lookup_providers import LookupProvider
from esteira.lookups.answer import Answer, FetchFailed, FetchFailure
from esteira.lookups.company import Provenance
from esteira.lookups.pace import Pace
from esteira.lookups.ports import Fetcher, PageReader, TurnLimiter
from esteira.lookups.retry_after import retry_after_seconds
from esteira.lookups.shapes.read_answer import read_answer, says_there_is_none
from esteira.lookups.shapes.unreadable import UnreadableAnswer
from esteira.lookups.trials import Trial, TrialKind

FETCH_KINDS = {
    FetchFailure.FORBIDDEN: TrialKind.REFUSED,
    FetchFailure.UNREACHABLE: TrialKind.DOWN,
    FetchFailure.UNUSABLE: TrialKind.BROKEN,
}


@dataclass(frozen=True, kw_only=True)
class AskDeps:
    """What a question needs. All processes share the turns of `turn_limiter`."""

    fetcher: Fetcher
    page_reader: PageReader
    turn_limiter: TurnLimiter


def ask_provider(deps: AskDeps, provider: LookupProvider, cnpj: str, now: datetime, *, after_seconds: float) -> Trial:
    """Return how the question ended. Raises `TurnsUnavailable`: without the shared pace nobody is asked."""
    question = _Question(deps=deps, provider=provider, cnpj=cnpj, now=now)
    trial = replace(question.asked(), after_seconds=after_seconds)
    logger.info(
        "provider asked",
        action="look_up_company",
        provider=provider.name,
        outcome=trial.kind.value,
        error=trial.reason or None,
    )
    return trial


@dataclass(frozen=True, kw_only=True)
class _Question:
    deps: AskDeps
    provider: LookupProvider
    cnpj: str
    now: datetime

    def asked(self) -> Trial:
        turn = self.deps.turn_limiter.take(self.provider.name, self._pace)
        if turn.paused:
            return self._ended(TrialKind.TOO_MANY, "It pauses after a 429.", wait_seconds=turn.wait_seconds)
        if not turn.granted:
            return self._ended(TrialKind.BUSY, "Its pace leaves no turn now.", wait_seconds=turn.wait_seconds)
        try:
            return self._meaning(self._fetched())
        except FetchFailed as failure:
            return self._ended(FETCH_KINDS[failure.kind], str(failure))

    @property
    def _pace(self) -> Pace:
        return Pace.of(self.provider.rate_per_second, self.provider.burst)

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
