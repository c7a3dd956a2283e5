"""The console's composition root."""

from esteira.domain.metrics.callbacks import Bands
from esteira.settings import ConsoleSettings
from esteira.wiring.metrics import Metrics
from fastapi import FastAPI

from console.app import make_app
from console.authentication import Guard
from console.core_metrics_gateway import StoredFigures
from console.feed.hub import Hub
from console.refresh.change_channel import RedisAnnouncements
from console.refresh.metrics_refresher import Watcher
from console.web import Console


def application(settings: ConsoleSettings) -> FastAPI:
    """The console of these settings. Nothing is connected before it is started."""
    hub = Hub()
    figures = StoredFigures(Metrics(settings))
    bands = Bands(slow_from=settings.callback_bands.slow_from, alert_from=settings.callback_bands.alert_from)
    console = Console(hub=hub, guard=Guard(settings.operator_token), figures=figures, bands=bands)
    watcher = Watcher(hub=hub, figures=figures, announcements=RedisAnnouncements(settings.redis_url))
    return make_app(console, watcher)
