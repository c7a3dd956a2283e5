"""The ports of company look-ups: fetching, reading of pages, pace, and the cache."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from esteira.lookups.answer import Answer
from esteira.lookups.company import Company
from esteira.lookups.pace import Pace, Turn
from esteira.lookups.shapes.page_fields import PageField


class Fetcher(Protocol):
    """Gets URLs of providers."""

    def get(self, url: str, *, connect_seconds: float, total_seconds: float) -> Answer:
        """Return the answer, whatever its status. Raises `FetchFailed`."""
        ...


class PageReader(Protocol):
    """Reads HTML pages that others wrote."""

    def fields(self, body: bytes, encoding: str) -> Sequence[PageField]:
        """Return the labelled fields of a page, in its order. Raises `UnreadableAnswer`."""
        ...


class TurnLimiter(Protocol):
    """Turns to ask a provider, shared by all processes. Every method raises `TurnsUnavailable`."""

    def take(self, provider: str, pace: Pace) -> Turn:
        """Take a turn, or return how long to wait for one. A pause makes everybody wait."""
        ...

    def pause(self, provider: str, seconds: float) -> None:
        """Give nobody a turn for so long. A longer pause that is in force stays."""
        ...


class CompanyCache(Protocol):
    """The last answer for each company. Every method raises `TargetUnavailable`."""

    def get(self, cnpj: str, since: datetime) -> Company | None:
        """Return the company if it was asked for at this time or later."""
        ...

    def put(self, company: Company) -> None:
        """Keep a company, unless a later answer is kept."""
        ...
