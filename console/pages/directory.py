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
from console.pages.orders.deps import OrdersDeps
from console.pages.orders.file_page import file_page
from console.pages.orders.page import orders_page
from console.pages.orders.story_page import story_page
from console.pages.overview.page import overview_page
from console.pages.sources.deps import SourcesDeps
from console.pages.sources.page import sources_page
from console.pages.sources.source_page import source_page

D = TypeVar("D")


@dataclass(frozen=True, kw_only=True)
class PageDeps:
    """What the pages need beside their visit."""

    metrics: MetricsGateway
    bands: Bands
    failures: Callable[[], SettleDeps]
    orders: Callable[[], OrdersDeps]
    sources: Callable[[], SourcesDeps]


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
        Page(
            name="errors",
            path="/errors",
            group=Group.WORK,
            icon="error_outline",
            build=_with(errors_page, deps.failures),
            details=(("/errors/{failure}", _with(failure_page, deps.failures)),),
        ),
    )


def _with(build: Callable[[Visit, LiveFeed, D], Awaitable[None]], deps: Callable[[], D]) -> BuildPage:
    """Return the builder with its dependencies, which are made when the page is first built."""

    async def built(visit: Visit, feed: LiveFeed) -> None:
        await build(visit, feed, deps())

    return built
