"""The pages of the console, in the order of the navigation."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from esteira.core.http.policies import Policy
from esteira.failures.settle_failure import SettleDeps
from esteira.metrics.figures.callbacks import Bands

from console.frame.moment import LiveFeed
from console.frame.page_entry import BuildPage, Group, Page
from console.frame.visit import Visit
from console.metrics_gateway import MetricsGateway
from console.pages.errors.failure import failure_page
from console.pages.errors.page import errors_page
from console.pages.lookups.booking import booking_page
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.lookup import lookup_page
from console.pages.lookups.page import lookups_page
from console.pages.overview.page import overview_page

D = TypeVar("D")


@dataclass(frozen=True, kw_only=True)
class PageDeps:
    """What the pages need beside their visit."""

    metrics: MetricsGateway
    bands: Bands
    failures: Callable[[], SettleDeps]
    lookups: Callable[[], LookupsDeps]


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
            name="lookups",
            path="/lookups",
            group=Group.WORK,
            icon="travel_explore",
            build=_with(lookups_page, deps.lookups),
            policy=Policy.SIGNED_IN,
            details=(
                ("/lookups/new", _with(booking_page, deps.lookups)),
                ("/lookups/{lookup}", _with(lookup_page, deps.lookups)),
            ),
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
