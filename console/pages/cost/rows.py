"""The cost as rows of tables and as sentences."""

from collections.abc import Iterator
from decimal import Decimal

from esteira.costs.attribution import SHARES, Share
from esteira.costs.lane_cost import LaneCost
from esteira.costs.read_cost import NOT_COUNTED, CostReport

from console.elements.data_table import Column, Row
from console.pages.cost.words import CostWords
from console.words.words import Words


def lane_columns(words: CostWords) -> list[Column]:
    """Return the columns of lanes."""
    return [
        Column(key="lane", label=words.lane, wide=True),
        Column(key="settled", label=words.settled, kind="number"),
        Column(key="attempts", label=words.attempts, kind="number"),
        Column(key="per_1000", label=words.per_1000, kind="exact"),
        Column(key="moving", label=words.moving, kind="exact"),
        Column(key="retries", label=words.retries, kind="exact"),
        Column(key="empty", label=words.empty, kind="exact"),
    ]


def lane_row(share: Share, cost: LaneCost, texts: Words) -> Row:
    """Return a lane with what 1,000 of its messages cost."""
    retries, empty = (cost.retries_usd / cost.usd, cost.empty_usd / cost.usd) if cost.usd else (None, None)
    return {
        "key": share,
        "lane": texts.lane_names[share],
        "settled": cost.done,
        "attempts": cost.received,
        "per_1000": usd(cost.usd_per_1000, texts),
        "moving": usd(cost.moving_usd_per_1000, texts),
        "retries": percent(retries, texts),
        "empty": percent(empty, texts),
    }


def service_columns(words: CostWords, texts: Words) -> list[Column]:
    """Return the columns of services: one for each lane, for what all share, and for the sum."""
    names = [(share, texts.lane_names.get(share, words.shared)) for share in SHARES]
    return [
        Column(key="service", label=words.service, wide=True),
        *(Column(key=share, label=name, kind="exact") for share, name in names),
        Column(key="all", label=words.all, kind="exact"),
    ]


def service_rows(report: CostReport, words: CostWords, texts: Words) -> list[Row]:
    """Return a row a service that cost something, and their sum."""
    rows = [*report.services.items(), (words.all, {share: lane.usd for share, lane in report.lanes.items()})]
    return [
        {
            "key": name,
            "service": name,
            **{share: usd(row[share], texts) for share in SHARES},
            "all": usd(sum(row.values(), Decimal(0)), texts),
        }
        for name, row in rows
        if any(row.values())
    ]


def sentences(report: CostReport, words: CostWords, texts: Words) -> Iterator[str]:
    """Yield what concerns all lanes."""
    if report.usd:
        yield words.waste.format(percent(report.retries_share, texts), percent(report.empty_share, texts))
    if idle := report.idle:
        amounts = (idle.usd, idle.empty_usd, idle.aws_empty_usd)
        yield words.quiet_day.format(*(texts.exact(round(amount, 4)) for amount in amounts))
    else:
        yield words.quiet_unknown
    yield words.prices.format(report.region, report.checked.isoformat())
    if report.assumed:
        yield words.assumed.format(", ".join(report.assumed))
    yield words.not_counted.format(", ".join(NOT_COUNTED))


def usd(value: Decimal | None, texts: Words) -> str | None:
    """An amount with six decimals."""
    return texts.exact(None if value is None else round(value, 6))


def percent(share: Decimal | None, texts: Words) -> str | None:
    """A share of a cost."""
    return None if share is None else f"{texts.exact(round(share * 100, 1))} %"
