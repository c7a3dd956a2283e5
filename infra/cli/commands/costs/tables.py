"""The cost as tables: a row a service, a column a lane; and a row a lane."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from esteira.costs.attribution import SHARES, Share
from esteira.costs.idle_cost import IdleCost
from esteira.costs.lane_cost import LaneCost
from esteira.costs.read_cost import NOT_COUNTED, CostReport

from infra.cli.tables import WholeTable


def services_table(report: CostReport, only: Share | None) -> WholeTable:
    """Return US$ by service and lane."""
    shares = _shares(only)
    table = _numbers(f"US$, {report.region}", (*shares, *(() if only else ("all",))))
    for service, row in report.services.items():
        table.add_row(service, *_row([row[share] for share in shares], with_sum=only is None))
    table.add_row("all", *_row([report.lanes[share].usd for share in shares], with_sum=only is None), style="bold")
    table.caption = f"{report.since:%Y-%m-%d %H:%M} to {report.until:%H:%M %Z}, prices of {report.checked}"
    return table


def lanes_table(report: CostReport, only: Share | None) -> WholeTable:
    """Return what 1,000 settled messages of each lane cost, and how much of it was wasted."""
    columns = ("settled", "attempts", "US$ per 1,000", "moving alone", "retries", "empty receives")
    table = _numbers("\nlane", columns)
    for share in _shares(only):
        if share != "shared":
            table.add_row(share, *_lane(report.lanes[share]))
    return table


def cost_lines(report: CostReport) -> Iterator[str]:
    """Yield what concerns all lanes: waste, a quiet day, and what is not in the sum."""
    if report.usd:
        yield f"wasted: {percent(report.retries_share)} by retries, {percent(report.empty_share)} by empty receives"
    yield _idle(report.idle)
    if report.assumed:
        yield f"prices without a dated source: {', '.join(report.assumed)}"
    yield f"not in the sum: {', '.join(NOT_COUNTED)}"


def percent(share: Decimal | None) -> str:
    """A share as text; a dash if there is none."""
    return "–" if share is None else f"{share * 100:.1f} %"


def usd(value: Decimal | None) -> str:
    """An amount with six decimals: a thousand orders cost less than a cent."""
    return "–" if value is None else f"{value:.6f}"


def _idle(idle: IdleCost | None) -> str:
    if idle is None:
        return "a quiet day: unknown, no minute was quiet; try a longer --since"
    return (
        f"a quiet day: US$ {idle.usd:.4f}, from {idle.quiet_minutes} quiet minutes;"
        f" US$ {idle.empty_usd:.4f} of it for empty receives, where Lambda's pollers would cost"
        f" US$ {idle.aws_empty_usd:.4f}"
    )


def _lane(lane: LaneCost) -> tuple[str, ...]:
    shares = (lane.retries_usd / lane.usd, lane.empty_usd / lane.usd) if lane.usd else (None, None)
    return (
        f"{lane.done:,}",
        f"{lane.received:,}",
        usd(lane.usd_per_1000),
        usd(lane.moving_usd_per_1000),
        *map(percent, shares),
    )


def _shares(only: Share | None) -> Sequence[Share]:
    return (only,) if only else SHARES


def _row(values: Sequence[Decimal], *, with_sum: bool) -> Iterator[str]:
    yield from map(usd, values)
    if with_sum:
        yield usd(sum(values, Decimal(0)))


def _numbers(name: str, columns: Sequence[str]) -> WholeTable:
    table = WholeTable(name)
    for column in columns:
        table.add_column(column, justify="right")
    return table
