"""The console's composition root."""

from esteira.core.settings import ConsoleSettings
from esteira.metrics.figures.callbacks import Bands
from esteira.metrics.wiring import Metrics
from fastapi import FastAPI

from console.app import make_app
from console.authentication import OperatorAuthenticator
from console.core_metrics_gateway import CoreMetricsGateway
from console.feed.hub import FeedHub
from console.refresh.change_channel import RedisChangeChannel
from console.refresh.metrics_refresher import MetricsRefresher
from console.web import ConsoleDeps


def application(settings: ConsoleSettings) -> FastAPI:
    """Return the console for these settings. Connections are opened at the first use."""
    hub = FeedHub()
    gateway = CoreMetricsGateway(Metrics(settings))
    bands = Bands(slow_from=settings.callback_bands.slow_from, alert_from=settings.callback_bands.alert_from)
    deps = ConsoleDeps(
        hub=hub, authenticator=OperatorAuthenticator(settings.operator_token), metrics=gateway, bands=bands
    )
    refresher = MetricsRefresher(hub=hub, gateway=gateway, channel=RedisChangeChannel(settings.redis_url))
    return make_app(deps, refresher)
