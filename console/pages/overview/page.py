"""The overview page: all metrics on one screen."""

from collections.abc import Sequence
from datetime import datetime

from esteira.core.errors import Unavailable
from esteira.core.log import logger
from esteira.metrics.figures.callbacks import Bands

from console.alerts.alert_line import AlertLine
from console.elements.text import HtmlElement
from console.frame.moment import LiveFeed, Moment
from console.frame.visit import Visit
from console.metrics_gateway import MetricsGateway
from console.pages.overview.tiles import Tile
from console.pages.overview.tiles.callbacks import CallbacksTile
from console.pages.overview.tiles.charts import (
    WINDOW,
    ChartHistory,
    ChartLayout,
    ChartTile,
    depth_chart,
    throughput_chart,
)
from console.pages.overview.tiles.ledger import LedgerTile
from console.pages.overview.tiles.table import TableTile, lanes_table, sources_table
from console.pages.overview.tiles.tokens import TokensTile
from console.pages.overview.tiles.workers import WorkersTile
from console.words.words import Words


async def overview_page(visit: Visit, feed: LiveFeed, gateway: MetricsGateway, bands: Bands) -> None:
    """Build it from the current metrics, so that nothing moves when the browser connects; then it follows the feed."""
    words = visit.words
    history = await _history(visit, gateway, (depth_chart(words), throughput_chart(words)))
    alerts = AlertLine(words)
    with HtmlElement(role="grid"):
        tiles = _tiles(words, bands, history, now=feed.moment.now)

    def show(moment: Moment) -> None:
        alerts.show(moment.alerts, measured=bool(moment.metrics.all))
        for tile in tiles:
            tile.show(moment.metrics, moment.now)

    feed.follow(show)


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


async def _history(visit: Visit, gateway: MetricsGateway, layouts: Sequence[ChartLayout]) -> ChartHistory:
    """Read the history of the charts. Without Redis they start empty."""
    metrics = [line.metric for layout in layouts for line in layout.series]
    try:
        return await visit.read(lambda: {metric: gateway.history(metric, WINDOW) for metric in metrics})
    except Unavailable:
        logger.warning("metrics unavailable, charts start without history", action="overview")
        return {}
