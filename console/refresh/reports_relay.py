"""Sends the progress of reports to the feed, at most once a second, when a change of one was announced."""

import asyncio
from collections.abc import Callable, Sequence

from esteira.core.errors import Unavailable
from esteira.core.log import logger
from esteira.reports.report import ReportJob

from console.feed.hub import FeedHub

INTERVAL_SECONDS = 1.0


class ReportsRelay:
    """`read` returns the reports that are under way or ended a moment ago; it blocks."""

    def __init__(self, *, hub: FeedHub, read: Callable[[], Sequence[ReportJob]]) -> None:
        self._hub = hub
        self._read = read
        self._announced = asyncio.Event()

    def note_change(self) -> None:
        """Have the reports read and sent."""
        self._announced.set()

    async def relay(self) -> None:
        """Wait for a change and send it. A store that is away is asked again at the next change."""
        await self._announced.wait()
        self._announced.clear()
        try:
            self._hub.send_reports(await asyncio.to_thread(self._read))
        except Unavailable as error:
            logger.warning("reports not sent", action="refresh", error=str(error))
        await asyncio.sleep(INTERVAL_SECONDS)
