"""Builds what the pages need, each at the first use of a page."""

from functools import partial

from esteira.accounts.wiring import Accounts
from esteira.callbacks.wiring import KeptCallbacks
from esteira.core.announcing.wiring import announce
from esteira.core.settings import BookingSettings, ConsoleSettings, PredictionSettings
from esteira.costs.wiring import cost_deps
from esteira.failures.wiring import Failures
from esteira.lookups.booking_wiring import Booking
from esteira.metrics.figures.callbacks import Bands
from esteira.orders.wiring import Orders
from esteira.queues.wiring import Queues
from esteira.reconciliation.wiring import Operator
from esteira.reports.wiring import Reports
from esteira.scaling.wiring import ConfigWiring
from esteira.stack.wiring import DeployedStack
from esteira.tokens.wiring import Tokens
from esteira.workbench.wiring import Workbench

from console.metrics_gateway import MetricsGateway
from console.pages.accounts.deps import AccountPageDeps
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.directory import PageDeps
from console.pages.functions.events import FunctionsPageDeps
from console.pages.lookups.deps import LookupsDeps
from console.pages.orders.deps import OrdersDeps
from console.pages.queues.actions import QueuesPageDeps
from console.pages.sources.deps import SourcesDeps
from console.pages.tokens.deps import TokenPageDeps
from console.pages.workers.deps import WorkersPageDeps


def page_deps(settings: ConsoleSettings, gateway: MetricsGateway, accounts: Accounts, reports: Reports) -> PageDeps:
    """Return the dependencies of all pages."""
    failures, callbacks, tokens = Failures(settings), KeptCallbacks(settings), Tokens(settings)
    orders = Orders(Operator(settings))
    queues, stack = Queues(settings), DeployedStack(settings.lanes["orders"].queue_url)
    workbench = Workbench(settings)
    booking = Booking(_booking_settings(settings))
    announce_tokens = partial(announce, "tokens", redis_url=settings.redis_url)
    return PageDeps(
        metrics=gateway,
        bands=Bands(slow_from=settings.callback_bands.slow_from, alert_from=settings.callback_bands.alert_from),
        queues=lambda: QueuesPageDeps(queues=queues.deps, scaling=queues.scaling.deps),
        workers=lambda: _workers_deps(queues.scaling),
        dead_letters=lambda: DeadLettersDeps(
            bulk=workbench.bulk_deps, story=orders.story_deps, imports=workbench.import_deps
        ),
        orders=lambda: OrdersDeps(search=orders.search, story_deps=orders.story_deps),
        sources=lambda: _sources_deps(orders),
        lookups=lambda: LookupsDeps(book=booking.book_deps, preview=booking.preview_deps),
        reports=lambda: reports.report_deps,
        failures=lambda: failures.settle_deps,
        callbacks=lambda: callbacks.repository,
        mails=lambda: accounts.outbox_wiring.read_mail_deps,
        tokens=lambda: TokenPageDeps(service=tokens.token_service, announce=announce_tokens),
        functions=lambda: FunctionsPageDeps(stack=stack.deps, queues=queues.deps),
        cost=lambda: cost_deps(settings.lanes),
        accounts=lambda: AccountPageDeps(accounts=accounts.account_deps, machines=accounts.machine_token_deps),
        audit=lambda: accounts.audit_deps.store,
    )


def _workers_deps(scaling: ConfigWiring) -> WorkersPageDeps:
    return WorkersPageDeps(
        heartbeats=scaling.heartbeats,
        plans=scaling.plans,
        log=scaling.decisions,
        record=scaling.record,
        scaling=scaling.deps,
    )


def _sources_deps(orders: Orders) -> SourcesDeps:
    return SourcesDeps(
        publish_deps=orders.publish_deps,
        tables=orders.tables,
        horizons=orders.horizons,
        handover_deps=orders.handover_deps,
    )


def _booking_settings(settings: ConsoleSettings) -> BookingSettings:
    """Return the settings of the look-ups' use cases, which the console calls by itself."""
    return BookingSettings(
        lookups_queue_url=settings.lanes["lookups"].queue_url,
        redis_url=settings.redis_url,
        **settings.model_dump(include=set(PredictionSettings.model_fields)),
    )
