"""The console's composition root."""

from esteira.accounts.wiring import Accounts
from esteira.core.clock import utc_now
from esteira.core.sealing import FernetSealer
from esteira.core.settings import ConsoleSettings
from esteira.failures.wiring import Failures
from esteira.metrics.figures.callbacks import Bands
from esteira.metrics.wiring import Metrics
from esteira.queues.wiring import Queues
from esteira.stack.wiring import DeployedStack
from fastapi import FastAPI

from console.access.visitors import Visitors
from console.app import make_app
from console.core_metrics_gateway import CoreMetricsGateway
from console.feed.hub import FeedHub
from console.frame.audit_trail import LogAuditTrail
from console.pages.directory import PageDeps, pages
from console.pages.functions.events import FunctionsPageDeps
from console.pages.queues.actions import QueuesPageDeps
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
    queues, stack = Queues(settings), DeployedStack(settings.lanes["orders"].queue_url)
    page_deps = PageDeps(
        metrics=gateway,
        bands=bands,
        failures=lambda: failures.settle_deps,
        queues=lambda: QueuesPageDeps(queues=queues.deps, scaling=queues.scaling.deps),
        functions=lambda: FunctionsPageDeps(stack=stack.deps, queues=queues.deps),
    )
    return make_app(deps, pages(page_deps), refresher, links=dict(settings.console_links.items()))


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
