"""When metrics are measured, and which status listeners receive when they cannot be."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from esteira.core.clock import utc_now
from esteira.core.redis_trouble import READ_ONLY
from esteira.metrics.metric import metric
from esteira.reports.report import ReportJob

from console.feed.hub import FeedHub
from console.feed.messages import FeedState, MessageKind
from console.refresh.metrics_refresher import MetricsRefresher
from console.refresh.reports_relay import ReportsRelay
from tests.fixtures.reports import ReportRoom
from tests.integration.console.served import depths
from tests.integration.console.twins import MemoryChangeChannel, MemoryMetricsGateway

BURST = 500


@dataclass
class RefresherSetup:
    """A refresher with its collaborators."""

    hub: FeedHub = field(default_factory=FeedHub)
    gateway: MemoryMetricsGateway = field(default_factory=MemoryMetricsGateway)
    channel: MemoryChangeChannel = field(default_factory=MemoryChangeChannel)
    reports: list[ReportJob] = field(default_factory=list)
    ahead_seconds: float = 0
    """By how much the refresher's clock is ahead of the machine's."""

    def refresher(self) -> MetricsRefresher:
        """Return a refresher that is not running."""
        return MetricsRefresher(
            hub=self.hub,
            gateway=self.gateway,
            channel=self.channel,
            reports=ReportsRelay(hub=self.hub, read=lambda: tuple(self.reports)),
            monotonic=lambda: time.monotonic() + self.ahead_seconds,
        )

    def forward(self, seconds: float) -> None:
        """Let the time pass for the refresher."""
        self.ahead_seconds += seconds


def test_an_announced_change_is_sent() -> None:
    async def story(setup: RefresherSetup) -> None:
        await _until(lambda: setup.hub.status.state is FeedState.LIVE)
        setup.gateway.current = dict(depths(visible=7))
        setup.channel.announce()

        await _until(lambda: "queue.orders.visible" in setup.hub.metrics)

    _run(story)


def test_the_progress_of_reports_is_sent_without_measuring_anything() -> None:
    async def story(setup: RefresherSetup) -> None:
        await _until(lambda: setup.hub.status.state is FeedState.LIVE)
        measured = setup.gateway.computed
        room = ReportRoom()
        job = room.start()
        setup.reports.append(job)
        with setup.hub.subscribed(frozenset({"reports"})) as subscription:
            await subscription.next()
            setup.channel.announce("reports")
            message = await subscription.next()

        assert (message.kind, message.reports) == (MessageKind.REPORTS, (job,))
        assert setup.gateway.computed == measured

    _run(story)


def test_a_burst_of_announcements_is_measured_once_at_its_start_and_once_at_its_end() -> None:
    async def story(setup: RefresherSetup) -> None:
        await _until(lambda: setup.hub.status.state is FeedState.LIVE)
        measured = setup.gateway.computed
        for number in range(BURST):
            setup.gateway.current = dict(depths(visible=number))
            setup.channel.announce()
            await asyncio.sleep(0)

        await _until(lambda: _visible(setup) == BURST - 1)
        assert setup.gateway.computed - measured <= 2

    _run(story)


def test_without_redis_the_feed_says_so_and_comes_back_by_itself() -> None:
    async def story(setup: RefresherSetup) -> None:
        await _until(lambda: setup.hub.status.state is FeedState.LIVE)
        setup.gateway.away = True
        setup.channel.announce()
        await _until(lambda: setup.hub.status.state is FeedState.STALLED)
        assert "ESTEIRA_REDIS_URL" in setup.hub.status.detail

        setup.gateway.away = False
        await _until(lambda: setup.hub.status.state is FeedState.LIVE)

    _run(story)


def test_what_is_wrong_with_redis_is_said_and_how_old_the_plan_is() -> None:
    async def story(setup: RefresherSetup) -> None:
        planned = metric("flow.plan_age_seconds", 1, utc_now() - timedelta(minutes=5))
        setup.gateway.current = {planned.name: planned}
        await _until(lambda: planned.name in setup.hub.metrics)
        setup.gateway.away, setup.gateway.cause = True, READ_ONLY
        setup.channel.announce()

        await _until(lambda: setup.hub.status.state is FeedState.STALLED)
        assert READ_ONLY in setup.hub.status.detail
        assert "the last plan is 300 s old" in setup.hub.status.detail
        assert "10.1.2.3" not in setup.hub.status.detail

    _run(story)


def test_a_redis_that_refuses_writes_is_not_called_live_between_two_measurements() -> None:
    async def story(setup: RefresherSetup) -> None:
        # Measuring takes long, so that the figures are read while no measurement is due.
        setup.gateway.computing = lambda: setup.forward(3)
        await _until(partial(_is, setup, FeedState.LIVE))
        setup.gateway.refuses_writes, setup.gateway.cause = True, READ_ONLY
        setup.forward(10)
        setup.channel.announce()
        await _until(partial(_is, setup, FeedState.STALLED))

        setup.gateway.current = dict(depths(visible=9))
        await _until(lambda: _visible(setup) == 9)
        assert setup.hub.status.state is FeedState.STALLED
        assert READ_ONLY in setup.hub.status.detail

    _run(story)


def test_that_nobody_plans_is_said_until_somebody_does() -> None:
    async def story(setup: RefresherSetup) -> None:
        for age, state in ((311, FeedState.PARTIAL), (1, FeedState.LIVE)):
            planned = metric("flow.plan_age_seconds", age, utc_now())
            setup.gateway.current = {planned.name: planned}

            await _until(partial(_is, setup, state))
            assert ("Nobody plans" in setup.hub.status.detail) == (state is FeedState.PARTIAL)

    _run(story)


def test_figures_that_redis_has_lost_are_measured_again_unasked() -> None:
    async def story(setup: RefresherSetup) -> None:
        setup.gateway.current = dict(depths(visible=1))
        await _until(lambda: _visible(setup) == 1)
        measured = setup.gateway.computed
        setup.gateway.current = {}
        setup.channel.announce()

        await _until(lambda: setup.gateway.computed >= measured + 2)

    _run(story)


def test_what_cannot_be_measured_is_named_and_the_rest_goes_on() -> None:
    async def story(setup: RefresherSetup) -> None:
        setup.gateway.current = dict(depths(visible=1))
        setup.gateway.failed = {"source.source1": "A source database does not answer (ESTEIRA_SOURCES)."}

        await _until(lambda: setup.hub.status.state is FeedState.PARTIAL)
        assert setup.hub.status.detail == "A source database does not answer (ESTEIRA_SOURCES)."
        assert _visible(setup) == 1

    _run(story)


def _run(story: Callable[[RefresherSetup], Awaitable[None]]) -> None:
    async def with_refresher() -> None:
        setup = RefresherSetup()
        async with setup.refresher().running():
            await story(setup)

    asyncio.run(with_refresher())


def _is(setup: RefresherSetup, state: FeedState) -> bool:
    return setup.hub.status.state is state


def _visible(setup: RefresherSetup) -> float | None:
    metric = setup.hub.metrics.get("queue.orders.visible")
    return metric.value if metric else None


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)
