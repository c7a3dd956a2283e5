"""The task behind the feed: at most one measurement a second, none while nothing moves, and never one too few."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

from esteira.domain.metrics.debounce import Beat, seconds_to_wait
from esteira.errors import EsteiraError, Unavailable
from esteira.log import logger

from console.feed.hub import FeedHub
from console.feed.messages import FeedState, FeedStatus
from console.metrics_gateway import MetricsGateway
from console.refresh.change_channel import ChangeChannel

READ_EVERY_SECONDS = 5.0
"""How often what others measured is looked up while nothing is announced."""

RETRY_SECONDS = 1.0
HEARTBEAT_SECONDS = 10.0


class MetricsRefresher:
    """Runs beside the server, on its event loop; whatever blocks is done on a thread."""

    def __init__(
        self,
        *,
        hub: FeedHub,
        gateway: MetricsGateway,
        channel: ChangeChannel,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub = hub
        self._gateway = gateway
        self._announcements = channel
        self._monotonic = monotonic
        self._beat = Beat()
        self._status = FeedStatus(state=FeedState.LIVE)
        self._announced = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Watches until the block is left."""
        tasks = [asyncio.create_task(_for_ever(work)) for work in (self._listen, self._follow, self._pulse)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        try:
            async for _ in self._announcements.changes():
                self._note_change()
        except Unavailable as error:
            self._stall(error)
            await asyncio.sleep(RETRY_SECONDS)

    def _note_change(self) -> None:
        self._beat = replace(self._beat, announced_at=self._monotonic())
        self._announced.set()

    async def _follow(self) -> None:
        await self._pause()
        try:
            if self._due_seconds() == 0:
                self._status = await self._measure()
            metrics = await asyncio.to_thread(self._gateway.read)
            if not metrics:  # Redis lost what it held: it is not for anybody else to announce that
                self._note_change()
            self._hub.publish(metrics)
        except Unavailable as error:
            self._stall(error)
            await asyncio.sleep(RETRY_SECONDS)
        else:
            self._hub.report(self._status)

    async def _pause(self) -> None:
        """Until a measurement is due, but not longer than to the next look at what others measured."""
        end = self._monotonic() + READ_EVERY_SECONDS
        while (due := self._due_seconds()) != 0 and (left := end - self._monotonic()) > 0:
            await self._wait(left if due is None else min(due, left))

    async def _wait(self, seconds: float) -> None:
        """Until the next announcement. Once there is one, others cannot make the measurement come sooner."""
        if self._announcement_is_pending():
            await asyncio.sleep(seconds)
            return
        self._announced.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._announced.wait(), seconds)

    def _due_seconds(self) -> float | None:
        return seconds_to_wait(self._beat, self._monotonic())

    def _announcement_is_pending(self) -> bool:
        beat = self._beat
        return beat.announced_at is not None and (beat.begun_at is None or beat.announced_at >= beat.begun_at)

    async def _measure(self) -> FeedStatus:
        begun_at = self._monotonic()
        # Until it is done, and if it fails: to be tried again without being asked.
        self._beat = replace(self._beat, begun_at=begun_at, moving=True)
        computed = await asyncio.to_thread(self._gateway.compute)
        self._beat = replace(
            self._beat, took_seconds=self._monotonic() - begun_at, moving=computed.moving or bool(computed.failed)
        )
        sentences = tuple(dict.fromkeys(computed.failed.values()))
        return FeedStatus(state=FeedState.PARTIAL, detail=" ".join(sentences)) if sentences else FeedStatus(state=FeedState.LIVE)

    def _stall(self, error: EsteiraError) -> None:
        logger.warning("figures cannot be brought up to date", action="watch", error=str(error))
        self._hub.report(FeedStatus(state=FeedState.STALLED, detail=str(type(error)())))

    async def _pulse(self) -> None:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        self._hub.beat()


async def _for_ever(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """A bug in one round is logged, and the next round comes: the console must outlive its endpoints."""
    while True:
        try:
            await work()
        except Exception:
            logger.exception("the refresher stumbled", action="watch")
            await asyncio.sleep(RETRY_SECONDS)
