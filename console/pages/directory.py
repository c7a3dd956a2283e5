"""The pages of the console, in the order of the navigation."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from esteira.audit.ports import AuditStore
from esteira.callbacks.ports import CallbackRepository
from esteira.core.http.policies import Policy
from esteira.costs.read_cost import CostDeps
from esteira.failures.settle_failure import SettleDeps
from esteira.mail.read_mail import ReadMailDeps
from esteira.metrics.figures.callbacks import Bands
from esteira.reports.deps import ReportDeps

from console.frame.moment import LiveFeed
from console.frame.page_entry import BuildPage, Group, Page
from console.frame.visit import Visit
from console.metrics_gateway import MetricsGateway
from console.pages.accounts.account import account_page
from console.pages.accounts.deps import AccountPageDeps
from console.pages.accounts.page import accounts_page
from console.pages.audit.page import audit_page
from console.pages.callbacks.page import callback_page, callbacks_page
from console.pages.cost.page import cost_page
from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.export import EXPORT, answer_export
from console.pages.dead_letters.letter import letter_page
from console.pages.dead_letters.page import dead_letters_page
from console.pages.dead_letters.redrive import redrive_page
from console.pages.dead_letters.redrives import redrives_page
from console.pages.errors.failure import failure_page
from console.pages.errors.page import errors_page
from console.pages.functions.events import FunctionsPageDeps
from console.pages.functions.function import function_page
from console.pages.functions.page import functions_page
from console.pages.lookups.booking import booking_page
from console.pages.lookups.calendar import calendar_page
from console.pages.lookups.changing import changing_page
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.lookup import lookup_page
from console.pages.lookups.page import lookups_page
from console.pages.mails.page import mail_page, mails_page
from console.pages.me.page import me_page
from console.pages.orders.deps import OrdersDeps
from console.pages.orders.file_page import file_page
from console.pages.orders.page import orders_page
from console.pages.orders.story_page import story_page
from console.pages.overview.page import overview_page
from console.pages.queues.actions import QueuesPageDeps
from console.pages.queues.lane import lane_page
from console.pages.queues.page import queues_page
from console.pages.reports.page import reports_page
from console.pages.schedules.page import schedules_page
from console.pages.sources.deps import SourcesDeps
from console.pages.sources.page import sources_page
from console.pages.sources.source_page import source_page
from console.pages.tokens.deps import TokenPageDeps
from console.pages.tokens.page import tokens_page
from console.pages.tokens.token import token_page
from console.pages.workers.deps import WorkersPageDeps
from console.pages.workers.page import workers_page

D = TypeVar("D")


@dataclass(frozen=True, kw_only=True)
class PageDeps:
    """What the pages need beside their visit."""

    metrics: MetricsGateway
    bands: Bands
    queues: Callable[[], QueuesPageDeps]
    workers: Callable[[], WorkersPageDeps]
    dead_letters: Callable[[], DeadLettersDeps]
    orders: Callable[[], OrdersDeps]
    sources: Callable[[], SourcesDeps]
    lookups: Callable[[], LookupsDeps]
    reports: Callable[[], ReportDeps]
    failures: Callable[[], SettleDeps]
    callbacks: Callable[[], CallbackRepository]
    mails: Callable[[], ReadMailDeps]
    tokens: Callable[[], TokenPageDeps]
    functions: Callable[[], FunctionsPageDeps]
    cost: Callable[[], CostDeps]
    accounts: Callable[[], AccountPageDeps]
    audit: Callable[[], AuditStore]


def pages(deps: PageDeps) -> Sequence[Page]:
    """Return all pages."""
    return (*_flow(deps), *_work(deps), *_system(deps), *_people(deps))


def _flow(deps: PageDeps) -> Sequence[Page]:
    return (
        Page(
            name="overview",
            path="/",
            group=Group.FLOW,
            icon="dashboard",
            build=partial(overview_page, gateway=deps.metrics, bands=deps.bands),
        ),
        Page(
            name="queues",
            path="/queues",
            group=Group.FLOW,
            icon="inbox",
            build=_with(queues_page, deps.queues),
            details=(("/queues/{lane}", _with(lane_page, deps.queues)),),
        ),
        Page(
            name="dead_letters",
            path="/dead-letters",
            group=Group.FLOW,
            icon="unsubscribe",
            build=_with(dead_letters_page, deps.dead_letters),
            files=((EXPORT, lambda request: answer_export(request, deps.dead_letters())),),
            details=(
                ("/dead-letters/redrives", _with(redrives_page, deps.dead_letters)),
                ("/dead-letters/redrives/{redrive}", _with(redrive_page, deps.dead_letters)),
                ("/dead-letters/{lane}/{letter}", _with(letter_page, deps.dead_letters)),
            ),
        ),
        Page(
            name="orders",
            path="/orders",
            group=Group.FLOW,
            icon="receipt_long",
            build=_with(orders_page, deps.orders),
            details=(
                ("/orders/file", file_page),
                ("/orders/{reference:path}", _with(story_page, deps.orders)),
            ),
        ),
        Page(
            name="sources",
            path="/sources",
            group=Group.FLOW,
            icon="storage",
            build=_with(sources_page, deps.sources),
            details=(("/sources/{source}", _with(source_page, deps.sources)),),
        ),
    )


def _work(deps: PageDeps) -> Sequence[Page]:
    return (
        Page(
            name="lookups",
            path="/lookups",
            group=Group.WORK,
            icon="travel_explore",
            build=_with(lookups_page, deps.lookups),
            policy=Policy.SIGNED_IN,
            details=(
                ("/lookups/new", _with(booking_page, deps.lookups)),
                ("/lookups/calendar", _with(calendar_page, deps.lookups)),
                ("/lookups/{lookup}", _with(lookup_page, deps.lookups)),
                ("/lookups/{lookup}/change", _with(changing_page, deps.lookups)),
            ),
        ),
        Page(
            name="reports",
            path="/reports",
            group=Group.WORK,
            icon="summarize",
            build=_with(reports_page, deps.reports),
        ),
        Page(
            name="errors",
            path="/errors",
            group=Group.WORK,
            icon="error_outline",
            build=_with(errors_page, deps.failures),
            details=(("/errors/{failure}", _with(failure_page, deps.failures)),),
        ),
        Page(
            name="callbacks",
            path="/callbacks",
            group=Group.WORK,
            icon="payments",
            build=_with(callbacks_page, deps.callbacks),
            details=(("/callbacks/{callback:path}", _with(callback_page, deps.callbacks)),),
        ),
        Page(
            name="mails",
            path="/mails",
            group=Group.WORK,
            icon="mail_outline",
            build=_with(mails_page, deps.mails),
            details=(("/mails/{mail}", _with(mail_page, deps.mails)),),
        ),
    )


def _system(deps: PageDeps) -> Sequence[Page]:
    return (
        Page(
            name="workers",
            path="/workers",
            group=Group.SYSTEM,
            icon="memory",
            build=_with(workers_page, deps.workers),
        ),
        Page(
            name="functions",
            path="/functions",
            group=Group.SYSTEM,
            icon="functions",
            build=_with(functions_page, deps.functions),
            details=(("/functions/{function}", _with(function_page, deps.functions)),),
        ),
        Page(
            name="schedules",
            path="/schedules",
            group=Group.SYSTEM,
            icon="schedule",
            build=_with(schedules_page, lambda: deps.functions().stack),
        ),
        Page(
            name="cost",
            path="/cost",
            group=Group.SYSTEM,
            icon="attach_money",
            build=_with(cost_page, deps.cost),
        ),
        Page(
            name="tokens",
            path="/tokens",
            group=Group.SYSTEM,
            icon="vpn_key",
            build=_with(tokens_page, deps.tokens),
            details=(("/tokens/{token}", _with(token_page, deps.tokens)),),
        ),
    )


def _people(deps: PageDeps) -> Sequence[Page]:
    return (
        Page(
            name="me",
            path="/me",
            group=Group.PEOPLE,
            icon="person_outline",
            policy=Policy.SIGNED_IN,
            build=_with(me_page, deps.accounts),
        ),
        Page(
            name="accounts",
            path="/accounts",
            group=Group.PEOPLE,
            icon="group",
            policy=Policy.ADMIN,
            build=_with(accounts_page, deps.accounts),
            details=(("/accounts/{account}", _with(account_page, deps.accounts)),),
        ),
        Page(
            name="audit",
            path="/audit",
            group=Group.PEOPLE,
            icon="history",
            policy=Policy.ADMIN,
            build=_with(audit_page, deps.audit),
        ),
    )


def _with(build: Callable[[Visit, LiveFeed, D], Awaitable[None]], deps: Callable[[], D]) -> BuildPage:
    """Return the builder with its dependencies, which are made when the page is first built."""

    async def built(visit: Visit, feed: LiveFeed) -> None:
        await build(visit, feed, deps())

    return built
