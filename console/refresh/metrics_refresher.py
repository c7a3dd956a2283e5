"""Background tasks of the feed. They measure at most once a second while values change, and seldom at rest."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

from esteira.core.clock import utc_now
from esteira.core.errors import EsteiraError, Unavailable
from esteira.core.log import logger
from esteira.metrics.compute_metrics import Computed
from esteira.metrics.debounce import RefreshState, seconds_to_wait

from console.feed.hub import FeedHub
from console.feed.messages import FeedState, FeedStatus
from console.metrics_gateway import MetricsGateway
from console.refresh.change_channel import ChangeChannel
from console.refresh.plan_age import nobody_plans, plan_meanwhile
from console.refresh.reports_relay import ReportsRelay

READ_EVERY_SECONDS = 5.0
"""Interval of reading what other processes measured while no change is announced."""

RETRY_SECONDS = 1.0
HEARTBEAT_SECONDS = 10.0


class MetricsRefresher:
    """Listens for changes, refreshes the metrics, sends heartbeats. Blocking calls run on threads."""

    def __init__(
        self,
        *,
        hub: FeedHub,
        gateway: MetricsGateway,
        channel: ChangeChannel,
        reports: ReportsRelay,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub = hub
        self._gateway = gateway
        self._channel = channel
        self._reports = reports
        self._monotonic = monotonic
        self._beat = RefreshState()
        self._status = FeedStatus(state=FeedState.LIVE)
        self._announced = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the background tasks until the block is left."""
        works = (self._listen, self._refresh, self._send_heartbeats, self._reports.relay)
        tasks = [asyncio.create_task(_repeat(work)) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        try:
            async for topic in self._channel.changes():
                # No metric depends on reports, of which each announces its progress once a second.
                self._reports.note_change() if topic == "reports" else self._note_change()
        except Unavailable as error:
            self._report_stalled(error)
            await asyncio.sleep(RETRY_SECONDS)

    def _note_change(self) -> None:
        self._beat = replace(self._beat, announced_at=self._monotonic())
        self._announced.set()

    async def _refresh(self) -> None:
        await self._pause()
        try:
            if self._seconds_until_due() == 0:
                self._status = await self._measure()
            metrics = await asyncio.to_thread(self._gateway.read)
            if not metrics:  # Redis lost its data; nobody else announces that.
                self._note_change()
            self._hub.publish(metrics)
        except Unavailable as error:
            self._report_stalled(error)
            await asyncio.sleep(RETRY_SECONDS)
        else:
            self._hub.report_status(self._status)

    async def _pause(self) -> None:
        """Wait until a measurement is due, at most `READ_EVERY_SECONDS`."""
        end = self._monotonic() + READ_EVERY_SECONDS
        while (due := self._seconds_until_due()) and (left := end - self._monotonic()) > 0:
            await self._wait(min(due, left))

    async def _wait(self, seconds: float) -> None:
        """Wait for an announcement. While one is pending, another cannot make the measurement earlier: just sleep."""
        if self._announcement_is_pending():
            await asyncio.sleep(seconds)
            return
        self._announced.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._announced.wait(), seconds)

    def _seconds_until_due(self) -> float:
        return seconds_to_wait(self._beat, self._monotonic())

    def _announcement_is_pending(self) -> bool:
        beat = self._beat
        return beat.announced_at is not None and (beat.started_at is None or beat.announced_at >= beat.started_at)

    async def _measure(self) -> FeedStatus:
        begun_at = self._monotonic()
        # Set before the measurement: if it fails, it is due again without a new announcement.
        self._beat = replace(self._beat, started_at=begun_at, moving=True)
        computed = await asyncio.to_thread(self._gateway.compute)
        failures = tuple(dict.fromkeys(computed.failed.values()))
        troubles = _troubles(failures, computed)
        self._beat = replace(
            self._beat, took_seconds=self._monotonic() - begun_at, moving=computed.moving or bool(troubles)
        )
        state = FeedState.PARTIAL if troubles else FeedState.LIVE
        return FeedStatus(state=state, detail=" ".join(troubles), failures=failures)

    def _report_stalled(self, error: EsteiraError) -> None:
        """Stay stalled until the next measurement: a Redis that refuses writes still answers reads."""
        logger.warning("metrics unavailable, retrying", action="refresh", error=str(error))
        detail = f"{error.public_message} {plan_meanwhile(self._hub.metrics, utc_now())}".strip()
        self._status = FeedStatus(state=FeedState.STALLED, detail=detail, failures=(error.public_message,))
        self._beat = replace(self._beat, moving=True)  # Measure again without an announcement.
        self._hub.report_status(self._status)

    async def _send_heartbeats(self) -> None:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        self._hub.send_heartbeat()


def _troubles(failures: Sequence[str], computed: Computed) -> Sequence[str]:
    """What does not answer, and whether nobody plans."""
    silent = nobody_plans({metric.name: metric for metric in computed.metrics})
    return [*failures, *([silent] if silent else [])]


async def _repeat(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Repeat the work. An unexpected exception is logged and the work retried, so that the console keeps running."""
    while True:
        try:
            await work()
        except Exception:
            logger.exception("background task failed, retrying", action="refresh")
            await asyncio.sleep(RETRY_SECONDS)
