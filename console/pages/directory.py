"""The pages of the console, in the order of the navigation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from esteira.metrics.figures.callbacks import Bands

from console.frame.page_entry import Group, Page
from console.metrics_gateway import MetricsGateway
from console.pages.overview.page import overview_page


@dataclass(frozen=True, kw_only=True)
class PageDeps:
    """What the pages need beside their visit."""

    metrics: MetricsGateway
    bands: Bands


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
    )
