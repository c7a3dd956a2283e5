"""In-memory twins of the adapters of company look-ups."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from esteira.lookups.answer import Answer, FetchFailed
from esteira.lookups.company import Company
from esteira.lookups.pace import MICROSECONDS, Pace, Turn, take_turn
from esteira.lookups.shapes.page_fields import PageField


class MemoryTurnLimiter:
    """The port `TurnLimiter`. `clock` returns microseconds."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._tats: dict[str, int] = {}
        self._pauses: dict[str, int] = {}

    def take(self, provider: str, pace: Pace) -> Turn:
        """See `TurnLimiter.take`."""
        now = self._clock()
        paused = self._pauses.get(provider, 0) - now
        if paused > 0:
            return Turn(granted=False, at=now, wait_seconds=paused / MICROSECONDS, paused=True)
        self._tats[provider], turn = take_turn(self._tats.get(provider, 0), now, pace)
        return turn

    def pause(self, provider: str, seconds: float) -> None:
        """See `TurnLimiter.pause`."""
        until = self._clock() + int(seconds * MICROSECONDS)
        self._pauses[provider] = max(until, self._pauses.get(provider, 0))


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
    """The port `Fetcher`: answers by the beginning of the URL. `asked` has the URLs in their order."""

    def __init__(self, answers: Mapping[str, Answer | FetchFailed]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def get(self, url: str, *, connect_seconds: float, total_seconds: float) -> Answer:  # noqa: ARG002 - the port's
        """See `Fetcher.get`."""
        self.asked.append(url)
        answer = next(answer for base, answer in self._answers.items() if url.startswith(base))
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
