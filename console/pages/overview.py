"""The overview page: all metrics on one screen."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from esteira.core.clock import Clock
from esteira.core.errors import Unavailable
from esteira.core.log import logger
from esteira.metrics.figures.callbacks import Bands
from nicegui import background_tasks
from nicegui.client import Client

from console.elements.text import HtmlElement
from console.feed.subscription import Subscription
from console.metrics_gateway import MetricsGateway
from console.pages.alerts.alert_line import AlertLine
from console.pages.frame import FeedStateIndicator, frame, header, sign_out
from console.pages.page_metrics import PageMetrics
from console.pages.preferences import Preferences
from console.pages.tiles import Tile
from console.pages.tiles.callbacks import CallbacksTile
from console.pages.tiles.charts import WINDOW, ChartHistory, ChartLayout, ChartTile, depth_chart, throughput_chart
from console.pages.tiles.ledger import LedgerTile
from console.pages.tiles.table import TableTile, lanes_table, sources_table
from console.pages.tiles.tokens import TokensTile
from console.pages.tiles.workers import WorkersTile
from console.pages.token_lives import seconds_until_change
from console.web import ConsoleDeps
from console.words.words import Words


class OverviewPage:
    """Built from the current metrics, so that nothing moves when the browser connects; then follows the feed."""

    def __init__(self, preferences: Preferences, deps: ConsoleDeps, history: ChartHistory, *, clock: Clock) -> None:
        self._hub = deps.hub
        self._clock = clock
        now = clock()
        self._metrics = PageMetrics(deps.hub.metrics)
        words = preferences.words
        with header(preferences):
            self._state = FeedStateIndicator(words)
            HtmlElement(role="grow")
            sign_out(words)
        with frame(preferences, title=words.overview):
            alerts = AlertLine(deps.hub, words, title=words.overview)
            with HtmlElement(role="grid"):
                self._tiles = (alerts, *_tiles(words, deps.bands, history, now=now))
        self._show(now)

    async def follow(self, client: Client) -> None:
        """Show the messages of the feed until the subscription is dropped or the task is cancelled."""
        await client.connected()
        with self._hub.subscribed() as subscription:
            while not subscription.dropped.is_set():
                now = await self._next_moment(subscription)
                with client:
                    self._show(now)

    async def _next_moment(self, subscription: Subscription) -> datetime:
        """Wait for a message, or until a token changes its state, and return the time to show."""
        try:
            async with asyncio.timeout(seconds_until_change(self._metrics, self._clock())):
                message = await subscription.next()
        except TimeoutError:
            return self._clock()
        self._metrics.apply(message)
        return message.at

    def _show(self, now: datetime) -> None:
        self._state.show(self._hub.status.state)
        for tile in self._tiles:
            tile.show(self._metrics, now)


async def overview_page(preferences: Preferences, deps: ConsoleDeps, client: Client, *, clock: Clock) -> None:
    """Build the page for one client and update it until the client is deleted."""
    layouts = (depth_chart(preferences.words), throughput_chart(preferences.words))
    history = await _history(deps.metrics, layouts)
    page = OverviewPage(preferences, deps, history, clock=clock)
    task = background_tasks.create(page.follow(client), name="overview")
    client.on_delete(task.cancel)


def _tiles(words: Words, bands: Bands, history: ChartHistory, *, now: datetime) -> tuple[Tile, ...]:
    return (
        CallbacksTile(bands, words),
        LedgerTile(words),
        TokensTile(words),
        TableTile(lanes_table(words), words),
        WorkersTile(words),
        ChartTile(depth_chart(words), history, words, now=now),
        ChartTile(throughput_chart(words), history, words, now=now),
        TableTile(sources_table(words), words),
    )


async def _history(gateway: MetricsGateway, layouts: Sequence[ChartLayout]) -> ChartHistory:
    """Read the history of the charts. Without Redis they start empty."""
    metrics = [line.metric for layout in layouts for line in layout.series]
    try:
        return await asyncio.to_thread(lambda: {metric: gateway.history(metric, WINDOW) for metric in metrics})
    except Unavailable:
        logger.warning("metrics unavailable, charts start without history", action="overview")
        return {}
