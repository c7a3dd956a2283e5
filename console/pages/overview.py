"""The first page: what is going on, on one screen."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from esteira.clock import Clock
from esteira.domain.metrics.callbacks import Bands
from esteira.errors import Unavailable
from esteira.log import logger
from nicegui import background_tasks
from nicegui.client import Client

from console.elements.text import Block, Text
from console.metrics_gateway import Figures
from console.pages.frame import FeedState, frame, header, sign_out
from console.pages.page_metrics import Board
from console.pages.preferences import Preferences
from console.pages.tiles import Tile
from console.pages.tiles.callbacks import CallbacksTile
from console.pages.tiles.charts import WINDOW, ChartTile, History, Sketch, depth_sketch, throughput_sketch
from console.pages.tiles.ledger import LedgerTile
from console.pages.tiles.table import TableTile, lanes_plan, sources_plan
from console.pages.tiles.tokens import TokensTile
from console.web import Console
from console.words import Words


class OverviewPage:
    """Built from the board of this moment, so that nothing jumps when the page comes to life; then follows the feed."""

    def __init__(self, preferences: Preferences, console: Console, history: History, *, now: datetime) -> None:
        self._hub = console.hub
        self._board = Board(console.hub.metrics)
        words = preferences.words
        with header(preferences):
            self._state = FeedState(words)
            Block(role="grow")
            sign_out(words)
        self._alarm = Text(tag="div", role="alarm").props("role=alert")
        with frame(preferences, title=words.overview), Block(role="grid"):
            self._tiles = _tiles(words, console.bands, history, now=now)
        self._show(now)

    async def follow(self, client: Client) -> None:
        """Hears the feed until the page is closed."""
        await client.connected()
        with self._hub.subscribed() as subscription:
            while not subscription.dropped.is_set():
                message = await subscription.next()
                self._board.hear(message)
                with client:
                    self._show(message.at)

    def _show(self, now: datetime) -> None:
        self._state.show(self._hub.status.state)
        self._alarm.set_text(self._hub.status.detail)
        for tile in self._tiles:
            tile.show(self._board, now)


async def overview_page(preferences: Preferences, console: Console, client: Client, *, clock: Clock) -> None:
    """Builds the page for one browser and keeps it up to date as long as it is open."""
    sketches = (depth_sketch(preferences.words), throughput_sketch(preferences.words))
    history = await _history(console.figures, sketches)
    page = OverviewPage(preferences, console, history, now=clock())
    task = background_tasks.create(page.follow(client), name="overview")
    client.on_delete(task.cancel)


def _tiles(words: Words, bands: Bands, history: History, *, now: datetime) -> tuple[Tile, ...]:
    return (
        CallbacksTile(bands, words),
        LedgerTile(words),
        TokensTile(words),
        ChartTile(depth_sketch(words), history, words, now=now),
        ChartTile(throughput_sketch(words), history, words, now=now),
        TableTile(lanes_plan(words), words),
        TableTile(sources_plan(words), words),
    )


async def _history(figures: Figures, sketches: Sequence[Sketch]) -> History:
    """The lines so far; without them the charts begin now."""
    metrics = [stroke.metric for sketch in sketches for stroke in sketch.strokes]
    try:
        return await asyncio.to_thread(lambda: {metric: figures.history(metric, WINDOW) for metric in metrics})
    except Unavailable:
        logger.warning("charts begin without history", action="overview")
        return {}
