"""The pages of the console, in the order of the navigation."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from esteira.failures.settle_failure import SettleDeps
from esteira.metrics.figures.callbacks import Bands

from console.frame.moment import LiveFeed
from console.frame.page_entry import BuildPage, Group, Page
from console.frame.visit import Visit
from console.metrics_gateway import MetricsGateway
from console.pages.errors.failure import failure_page
from console.pages.errors.page import errors_page
from console.pages.functions.events import FunctionsPageDeps
from console.pages.functions.function import function_page
from console.pages.functions.page import functions_page
from console.pages.overview.page import overview_page
from console.pages.queues.actions import QueuesPageDeps
from console.pages.queues.lane import lane_page
from console.pages.queues.page import queues_page
from console.pages.schedules.page import schedules_page

D = TypeVar("D")


@dataclass(frozen=True, kw_only=True)
class PageDeps:
    """What the pages need beside their visit."""

    metrics: MetricsGateway
    bands: Bands
    failures: Callable[[], SettleDeps]
    queues: Callable[[], QueuesPageDeps]
    functions: Callable[[], FunctionsPageDeps]


def pages(deps: PageDeps) -> Sequence[Page]:
    """Return all pages."""
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
            name="errors",
            path="/errors",
            group=Group.WORK,
            icon="error_outline",
            build=_with(errors_page, deps.failures),
            details=(("/errors/{failure}", _with(failure_page, deps.failures)),),
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
    )


def _with(build: Callable[[Visit, LiveFeed, D], Awaitable[None]], deps: Callable[[], D]) -> BuildPage:
    """Return the builder with its dependencies, which are made when the page is first built."""

    async def built(visit: Visit, feed: LiveFeed) -> None:
        await build(visit, feed, deps())

    return built
