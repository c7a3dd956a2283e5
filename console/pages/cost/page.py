"""The page of the cost: a panel a region, over the chosen time range."""

from datetime import timedelta
from functools import partial

from esteira.costs.read_cost import CostDeps, CostReport, read_cost

from console.elements.data_table import DataTable, TableEvents
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.paged_table import table_texts
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.cost.rows import lane_columns, lane_row, sentences, service_columns, service_rows
from console.pages.cost.words import WORDS

REFRESH_SECONDS = 30
LONGEST = timedelta(days=1)
"""How long LocalStack keeps what it counted."""


async def cost_page(visit: Visit, _: LiveFeed, deps: CostDeps) -> None:
    """Build it."""
    for region in deps.prices.regions:
        panel = _panel(visit, deps, region)
        await panel.refresh()
        visit.every(REFRESH_SECONDS, panel.refresh, name=f"cost in {region}")


def _panel(visit: Visit, deps: CostDeps, region: str) -> Panel[CostReport]:
    words, texts = WORDS[visit.preferences.language], visit.words

    def show(report: CostReport) -> None:
        stale.set_text(words.stale if report.stale else "")
        lanes.show([lane_row(lane, cost, texts) for lane, cost in report.lanes.items() if lane != "shared"])
        services.show(service_rows(report, words, texts))
        notes.clear()
        with notes:
            for sentence in sentences(report, words, texts):
                Text(sentence, tag="p", role="note")

    title = f"{words.title}, {region}"
    panel = Panel(visit, title, question=partial(_read, visit, deps, region), show=show)
    with panel.content:
        stale = Text(tag="p", role="warning")
        lanes = DataTable(lane_columns(words), table_texts(visit, caption=title, empty=words.none), TableEvents())
        captions = table_texts(visit, caption=words.services, empty=words.none)
        services = DataTable(service_columns(words, texts), captions, TableEvents())
        notes = HtmlElement()
    return panel


def _read(visit: Visit, deps: CostDeps, region: str) -> CostReport:
    earliest = visit.clock() - LONGEST
    return read_cost(deps, region, max(visit.since or earliest, earliest))
