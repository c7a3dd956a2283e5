"""In-memory figures and announcements for the console's tests."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta

from esteira.adapters.prometheus.exposition import exposition
from esteira.clock import utc_now
from esteira.domain.metrics.metric import Metric
from esteira.domain.metrics.rings import Point
from esteira.errors import MetricsUnavailable
from esteira.use_cases.compute_metrics import Computed


class HandFigures:
    """The port `Figures`. `away`: Redis does not answer."""

    def __init__(self) -> None:
        self.current: dict[str, Metric] = {}
        self.failed: dict[str, str] = {}
        self.computed = 0
        self.away = False

    def compute(self) -> Computed:
        """See `Figures.compute`."""
        self._answer()
        self.computed += 1
        return Computed(at=utc_now(), metrics=tuple(self.current.values()), failed=self.failed)

    def read(self) -> Mapping[str, Metric]:
        """See `Figures.read`."""
        self._answer()
        return dict(self.current)

    def history(self, name: str, past: timedelta) -> Sequence[Point]:  # noqa: ARG002 - the port's signature
        """See `Figures.history`: there is none."""
        self._answer()
        return ()

    def exposition(self) -> str:
        """See `Figures.exposition`."""
        return exposition(self.read().values())

    def _answer(self) -> None:
        if self.away:
            raise MetricsUnavailable


class HandAnnouncements:
    """The port `Announcements`."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[None] = asyncio.Queue()

    def announce(self) -> None:
        """Announces a change."""
        self._queue.put_nowait(None)

    async def heard(self) -> AsyncIterator[None]:
        """See `Announcements.heard`."""
        yield
        while True:
            await self._queue.get()
            yield
