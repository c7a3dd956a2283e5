"""The console's composition root."""

from esteira.accounts.wiring import Accounts
from esteira.audit.record_entry import record_entry
from esteira.core.clock import utc_now
from esteira.core.sealing import FernetSealer
from esteira.core.settings import ConsoleSettings, ReportSettings
from esteira.metrics.wiring import Metrics
from esteira.reports.read_reports import recent_reports
from esteira.reports.wiring import Reports
from fastapi import FastAPI

from console.access.visitors import Visitors
from console.app import make_app
from console.core_metrics_gateway import CoreMetricsGateway
from console.feed.hub import FeedHub
from console.frame.audit_trail import KeptAuditTrail
from console.page_wiring import page_deps
from console.pages.directory import pages
from console.refresh.change_channel import RedisChangeChannel
from console.refresh.metrics_refresher import MetricsRefresher
from console.refresh.reports_relay import ReportsRelay
from console.web import ConsoleDeps


def application(settings: ConsoleSettings) -> FastAPI:
    """Return the console for these settings. Connections are opened at the first use."""
    hub = FeedHub()
    gateway = CoreMetricsGateway(Metrics(settings))
    accounts, reports = Accounts(settings), Reports(_report_settings(settings))
    audit = KeptAuditTrail(lambda audited: record_entry(accounts.audit_deps, audited))
    deps = ConsoleDeps(hub=hub, visitors=visitors(settings, accounts), metrics=gateway, audit=audit)
    relay = ReportsRelay(hub=hub, read=lambda: recent_reports(reports.jobs, utc_now()))
    channel = RedisChangeChannel(settings.redis_url)
    refresher = MetricsRefresher(hub=hub, gateway=gateway, channel=channel, reports=relay)
    known = pages(page_deps(settings, gateway, accounts, reports))
    return make_app(deps, known, refresher, links=dict(settings.console_links.items()))


def visitors(settings: ConsoleSettings, accounts: Accounts) -> Visitors:
    """Return who knows the visitors."""
    return Visitors(
        authenticator=accounts.authenticator,
        account_deps=lambda: accounts.account_deps,
        sealer=FernetSealer(settings.secrets_key),
        operator_token=settings.operator_token,
        clock=utc_now,
    )


def _report_settings(settings: ConsoleSettings) -> ReportSettings:
    return ReportSettings(
        target_dsn=settings.target_dsn,
        redis_url=settings.redis_url,
        errors_queue_url=settings.errors_queue_url,
        reports_bucket=settings.reports_bucket,
    )
