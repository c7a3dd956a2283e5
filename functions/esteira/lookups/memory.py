"""In-memory twins of the adapters of company look-ups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from esteira.lookups.answer import Answer, FetchFailed
from esteira.lookups.company import Company
from esteira.lookups.shapes.page_fields import PageField
from esteira.lookups.turns.breaker import RECHECK, Breaker, Outcome, RecentPast
from esteira.lookups.turns.pace import MICROSECONDS, Pace, Turn, take_turns


class MemoryTurnLimiter:
    """The port `TurnLimiter`. `clock` returns microseconds. The past is all that there was."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._tats: dict[str, int] = {}
        self._pauses: dict[str, int] = {}
        self._breakers: dict[str, Breaker] = {}
        self._pasts: dict[str, RecentPast] = {}

    def take(self, provider: str, pace: Pace, *, within_seconds: float = 0.0, count: int = 1) -> Sequence[Turn]:
        """See `TurnLimiter.take`."""
        now, breaker = self._clock(), self._breaker(provider)
        if paused := self._paused(provider, now):
            return [paused]
        if suspended := breaker.refusal(now):
            return [Turn(granted=False, at=now, wait_seconds=suspended / MICROSECONDS, suspended=True)]
        within, count = int(within_seconds * MICROSECONDS), 1 if breaker.openings else count
        tat, turns = take_turns(self._tats.get(provider, 0), now, pace, count=count, within=within)
        self._tats[provider] = tat
        if not breaker.openings or not turns[0].granted:
            return turns
        self._breakers[provider] = breaker.probed(now)
        return [replace(turns[0], probe=True)]

    def refusal(self, provider: str) -> Turn | None:
        """See `TurnLimiter.refusal`."""
        now, breaker = self._clock(), self._breaker(provider)
        wait = max(breaker.open_until - now, RECHECK) / MICROSECONDS
        suspended = Turn(granted=False, at=now, wait_seconds=wait, suspended=True) if breaker.openings else None
        return self._paused(provider, now) or suspended

    def pause(self, provider: str, seconds: float) -> None:
        """See `TurnLimiter.pause`."""
        until = self._clock() + int(seconds * MICROSECONDS)
        self._pauses[provider] = max(until, self._pauses.get(provider, 0))

    def settle(self, provider: str, outcome: Outcome, seconds: float) -> None:
        """See `TurnLimiter.settle`."""
        past = self._pasts.get(provider, RecentPast())
        failures = past.failures + (outcome is not Outcome.ANSWERED)
        self._pasts[provider] = RecentPast(
            questions=past.questions + 1, failures=failures, seconds=past.seconds + seconds
        )
        self._breakers[provider] = self._breaker(provider).after(outcome, self._clock())

    def recent_past(self, provider: str) -> RecentPast:
        """See `TurnLimiter.recent_past`."""
        past = self._pasts.get(provider, RecentPast())
        return replace(past, is_suspended=self._breaker(provider).openings > 0)

    def _breaker(self, provider: str) -> Breaker:
        return self._breakers.get(provider, Breaker())

    def _paused(self, provider: str, now: int) -> Turn | None:
        paused = self._pauses.get(provider, 0) - now
        if paused <= 0:
            return None
        return Turn(granted=False, at=now, wait_seconds=paused / MICROSECONDS, paused=True)


class MemoryCompanyCache:
    """The port `CompanyCache`."""

    def __init__(self) -> None:
        self._companies: dict[str, Company] = {}

    def get(self, cnpj: str, since: datetime) -> Company | None:
        """See `CompanyCache.get`."""
        company = self._companies.get(cnpj)
        return company if company and company.provenance.asked_at >= since else None

    def put(self, company: Company) -> None:
        """See `CompanyCache.put`."""
        kept = self._companies.get(company.cnpj)
        if kept is None or kept.provenance.asked_at <= company.provenance.asked_at:
            self._companies[company.cnpj] = company


class MemoryFetcher:
    """The port `Fetcher`: `answers` by the beginning of the URL. `asked` has the URLs in their order."""

    def __init__(self, answers: Mapping[str, Answer | FetchFailed]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []

    def get(self, url: str, *, connect_seconds: float, total_seconds: float) -> Answer:  # noqa: ARG002 - the port's
        """See `Fetcher.get`."""
        self.asked.append(url)
        answer = next(answer for base, answer in self.answers.items() if url.startswith(base))
        if isinstance(answer, FetchFailed):
            raise answer
        return answer


class MemoryPageReader:
    """The port `PageReader`: every page has the same fields."""

    def __init__(self, fields: Sequence[PageField] = ()) -> None:
        self._fields = fields

    def fields(self, body: bytes, encoding: str) -> Sequence[PageField]:  # noqa: ARG002 - the port's
        """See `PageReader.fields`."""
        return self._fields
