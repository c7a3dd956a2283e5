"""The console's composition root."""

from esteira.accounts.wiring import Accounts
from esteira.core.clock import utc_now
from esteira.core.sealing import FernetSealer
from esteira.core.settings import BookingSettings, ConsoleSettings, PredictionSettings
from esteira.failures.wiring import Failures
from esteira.lookups.booking_wiring import Booking
from esteira.metrics.figures.callbacks import Bands
from esteira.metrics.wiring import Metrics
from fastapi import FastAPI

from console.access.visitors import Visitors
from console.app import make_app
from console.core_metrics_gateway import CoreMetricsGateway
from console.feed.hub import FeedHub
from console.frame.audit_trail import LogAuditTrail
from console.pages.directory import PageDeps, pages
from console.pages.lookups.deps import LookupsDeps
from console.refresh.change_channel import RedisChangeChannel
from console.refresh.metrics_refresher import MetricsRefresher
from console.web import ConsoleDeps


def application(settings: ConsoleSettings) -> FastAPI:
    """Return the console for these settings. Connections are opened at the first use."""
    hub = FeedHub()
    gateway = CoreMetricsGateway(Metrics(settings))
    bands = Bands(slow_from=settings.callback_bands.slow_from, alert_from=settings.callback_bands.alert_from)
    deps = ConsoleDeps(hub=hub, visitors=visitors(settings), metrics=gateway, audit=LogAuditTrail())
    refresher = MetricsRefresher(hub=hub, gateway=gateway, channel=RedisChangeChannel(settings.redis_url))
    failures = Failures(settings)
    booking = Booking(booking_settings(settings))
    page_deps = PageDeps(
        metrics=gateway,
        bands=bands,
        failures=lambda: failures.settle_deps,
        lookups=lambda: LookupsDeps(book=booking.book_deps, preview=booking.preview_deps),
    )
    return make_app(deps, pages(page_deps), refresher, links=dict(settings.console_links.items()))


def booking_settings(settings: ConsoleSettings) -> BookingSettings:
    """Return the settings of the look-ups' use cases, which the console calls by itself."""
    return BookingSettings(
        lookups_queue_url=settings.lanes["lookups"].queue_url,
        redis_url=settings.redis_url,
        **settings.model_dump(include=set(PredictionSettings.model_fields)),
    )


def visitors(settings: ConsoleSettings) -> Visitors:
    """Return who knows the visitors."""
    accounts = Accounts(settings)
    return Visitors(
        authenticator=accounts.authenticator,
        account_deps=lambda: accounts.account_deps,
        sealer=FernetSealer(settings.secrets_key),
        operator_token=settings.operator_token,
        clock=utc_now,
    )
