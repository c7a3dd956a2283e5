"""esteira cost"""

from datetime import timedelta
from typing import Annotated

import typer
from esteira.core.clock import utc_now
from esteira.costs.http import cost_json
from esteira.costs.read_cost import CostReport, read_cost
from esteira.costs.wiring import cost_deps
from rich.markup import escape

from infra.cli.commands.costs.tables import cost_lines, lanes_table, services_table
from infra.cli.flow_control import lane_of
from infra.cli.moments import duration_of
from infra.cli.output import AsJson, messages, print_json, results
from infra.local.core_settings import core_settings

LONGEST = timedelta(days=1)
"""How long LocalStack keeps what it counted."""

Region = Annotated[str, typer.Option("--region", metavar="REGION", help="us-east-1 or sa-east-1.")]
Since = Annotated[str, typer.Option("--since", metavar="TIME", help="30m, 2h; a day at most.")]
OneLane = Annotated[str, typer.Option("--lane", metavar="LANE", help="Only this lane.", show_default="all")]


def cost(*, region: Region = "us-east-1", since: Since = "1h", lane: OneLane = "", as_json: AsJson = False) -> None:
    """Show what the last time would have cost on AWS: US$ by service and lane, for 1,000 orders, wasted, and idle.

    Requests, bytes and GB-seconds are those that LocalStack counted; see docs/cost.md for what is not in the sum.
    """
    only = lane_of(lane, hint="--lane") if lane else None
    report = read_cost(cost_deps(core_settings().lanes), region, utc_now() - _duration(since))
    if as_json:
        print_json(cost_json(report, only))
        return
    _warn(report)
    results.print(services_table(report, only))
    results.print(lanes_table(report, only))
    for line in cost_lines(report):
        results.print(escape(line), highlight=False)


def _duration(text: str) -> timedelta:
    try:
        return duration_of(text, longest=LONGEST)
    except ValueError:
        raise typer.BadParameter("a duration such as 30m or 2h, a day at most", param_hint="--since") from None


def _warn(report: CostReport) -> None:
    if report.stale:
        messages.print(f"[yellow]The prices are of {report.checked}, more than 180 days old:[/] see docs/cost.md.")
