"""The console's composition root."""

from functools import partial

from esteira.accounts.wiring import Accounts
from esteira.audit.record_entry import record_entry
from esteira.callbacks.wiring import KeptCallbacks
from esteira.core.announcing.wiring import announce
from esteira.core.clock import utc_now
from esteira.core.sealing import FernetSealer
from esteira.core.settings import ConsoleSettings, ReportSettings
from esteira.core.settings import BookingSettings, ConsoleSettings, PredictionSettings
from esteira.failures.wiring import Failures
from esteira.lookups.booking_wiring import Booking
from esteira.metrics.figures.callbacks import Bands
from esteira.metrics.wiring import Metrics
from esteira.tokens.wiring import Tokens
from esteira.orders.wiring import Orders
from esteira.reconciliation.wiring import Operator
from esteira.reports.read_reports import recent_reports
from esteira.reports.wiring import Reports
from esteira.queues.wiring import Queues
from esteira.stack.wiring import DeployedStack
from fastapi import FastAPI

from console.access.visitors import Visitors
from console.app import make_app
from console.core_metrics_gateway import CoreMetricsGateway
from console.feed.hub import FeedHub
from console.frame.audit_trail import KeptAuditTrail
from console.metrics_gateway import MetricsGateway
from console.pages.accounts.deps import AccountPageDeps
from console.pages.directory import PageDeps, pages
from console.pages.tokens.deps import TokenPageDeps
from console.pages.orders.deps import OrdersDeps
from console.pages.sources.deps import SourcesDeps
from console.pages.functions.events import FunctionsPageDeps
from console.pages.queues.actions import QueuesPageDeps
from console.pages.lookups.deps import LookupsDeps
from console.refresh.change_channel import RedisChangeChannel
from console.refresh.metrics_refresher import MetricsRefresher
from console.refresh.reports_relay import ReportsRelay
from console.web import ConsoleDeps


def application(settings: ConsoleSettings) -> FastAPI:
    """Return the console for these settings. Connections are opened at the first use."""
    hub = FeedHub()
    gateway = CoreMetricsGateway(Metrics(settings))
    accounts = Accounts(settings)
    audit = KeptAuditTrail(lambda audited: record_entry(accounts.audit_deps, audited))
    deps = ConsoleDeps(hub=hub, visitors=visitors(settings, accounts), metrics=gateway, audit=audit)
    refresher = MetricsRefresher(hub=hub, gateway=gateway, channel=RedisChangeChannel(settings.redis_url))
    page_deps = _page_deps(settings, gateway, accounts)
    failures = Failures(settings)
    queues, stack = Queues(settings), DeployedStack(settings.lanes["orders"].queue_url)
    booking = Booking(booking_settings(settings))
    page_deps = PageDeps(
        metrics=gateway,
        bands=bands,
        failures=lambda: failures.settle_deps,
        queues=lambda: QueuesPageDeps(queues=queues.deps, scaling=queues.scaling.deps),
        functions=lambda: FunctionsPageDeps(stack=stack.deps, queues=queues.deps),
        lookups=lambda: LookupsDeps(book=booking.book_deps, preview=booking.preview_deps),
    )
    return make_app(deps, pages(page_deps), refresher, links=dict(settings.console_links.items()))


def _page_deps(settings: ConsoleSettings, gateway: MetricsGateway, accounts: Accounts) -> PageDeps:
    bands = Bands(slow_from=settings.callback_bands.slow_from, alert_from=settings.callback_bands.alert_from)
    failures, callbacks, tokens = Failures(settings), KeptCallbacks(settings), Tokens(settings)
    announce_tokens = partial(announce, "tokens", redis_url=settings.redis_url)
    return PageDeps(
        metrics=gateway,
        bands=bands,
        failures=lambda: failures.settle_deps,
        callbacks=lambda: callbacks.repository,
        mails=lambda: accounts.outbox_wiring.read_mail_deps,
        tokens=lambda: TokenPageDeps(service=tokens.token_service, announce=announce_tokens),
        accounts=lambda: AccountPageDeps(accounts=accounts.account_deps, machines=accounts.machine_token_deps),
        audit=lambda: accounts.audit_deps.store,
    )


def visitors(settings: ConsoleSettings, accounts: Accounts) -> Visitors:
    failures = Failures(settings)
    orders = Orders(Operator(settings))
    page_deps = PageDeps(
        orders=lambda: OrdersDeps(search=orders.search, story_deps=orders.story_deps),
        sources=lambda: sources_deps(orders),
    )


def sources_deps(orders: Orders) -> SourcesDeps:
    """Return what the pages of sources ask and do."""
    return SourcesDeps(
        publish_deps=orders.publish_deps,
        tables=orders.tables,
        horizons=orders.horizons,
        handover_deps=orders.handover_deps,
    deps = ConsoleDeps(hub=hub, visitors=visitors(settings), metrics=gateway, audit=LogAuditTrail())
    reports = Reports(report_settings(settings))
    relay = ReportsRelay(hub=hub, read=lambda: recent_reports(reports.jobs, utc_now()))
    channel = RedisChangeChannel(settings.redis_url)
    refresher = MetricsRefresher(hub=hub, gateway=gateway, channel=channel, reports=relay)
        reports=lambda: reports.report_deps,
    )


def report_settings(settings: ConsoleSettings) -> ReportSettings:
    """Return the settings of the reports' own wiring."""
    return ReportSettings(
        target_dsn=settings.target_dsn,
        redis_url=settings.redis_url,
        errors_queue_url=settings.errors_queue_url,
        reports_bucket=settings.reports_bucket,
def booking_settings(settings: ConsoleSettings) -> BookingSettings:
    """Return the settings of the look-ups' use cases, which the console calls by itself."""
    return BookingSettings(
        lookups_queue_url=settings.lanes["lookups"].queue_url,
        **settings.model_dump(include=set(PredictionSettings.model_fields)),
    )


def visitors(settings: ConsoleSettings) -> Visitors:
    """Return who knows the visitors."""
    return Visitors(
        authenticator=accounts.authenticator,
        account_deps=lambda: accounts.account_deps,
        sealer=FernetSealer(settings.secrets_key),
        operator_token=settings.operator_token,
        clock=utc_now,
    )
