"""esteira whatif"""

from datetime import timedelta
from typing import Annotated

import typer
from esteira.core.clock import utc_now
from esteira.scaling.configure_scaling import read_config
from esteira.scaling.what_if.compare import Recorded, read_recorded, what_if
from esteira.scaling.what_if.json import what_if_json
from rich.markup import escape

from infra.cli.commands.scaling.arguments import document_of, recorded_time
from infra.cli.commands.scaling.tables import comparison_table, lines
from infra.cli.flow_control import controlling
from infra.cli.output import AsJson, messages, print_json, results

SILENCE_WARNED_AFTER = timedelta(seconds=30)

Weights = Annotated[
    str, typer.Option("--weights", metavar="WEIGHTS", help="50/30/20, in the order of `esteira flow`, or LANE=N,…")
]
Most = Annotated[int | None, typer.Option("--max", help="Workers of all lanes at most.", show_default=False)]
LaneMost = Annotated[str, typer.Option("--lane-max", metavar="N", help="Workers of a lane at most; LANE=N,… or N.")]
Least = Annotated[str, typer.Option("--min", metavar="N", help="Workers of a lane at least; LANE=N,… or N.")]
Target = Annotated[
    str, typer.Option("--target", metavar="SECONDS", help="Clear a backlog within so long; LANE=SECONDS,… or SECONDS.")
]
CoolDown = Annotated[
    float | None, typer.Option("--cool-down", help="Seconds after a change without a lower number.", show_default=False)
]
Functions = Annotated[
    bool | None, typer.Option("--functions/--no-functions", help="Whether the Lambda consumers receive too.")
]
Hour = Annotated[
    int | None, typer.Option("--hour", min=0, max=23, help="The hour that begins then, local time.", show_default=False)
]
Date = Annotated[str, typer.Option("--date", metavar="DAY", help="With --hour: 2026-07-01.", show_default="the last")]
Last = Annotated[str, typer.Option("--last", metavar="TIME", help="Instead of --hour: the last 10m, 2h, …")]


def whatif(  # noqa: PLR0913 - options
    *,
    weights: Weights = "",
    most: Most = None,
    lane_most: LaneMost = "",
    least: Least = "",
    target: Target = "",
    cool_down: CoolDown = None,
    functions: Functions = None,
    hour: Hour = None,
    date: Date = "",
    last: Last = "",
    as_json: AsJson = False,
) -> None:
    """Replay a recorded hour under other weights and limits: how long messages would have waited, and worker minutes.

    Without --hour and --last the last hour. Nothing is changed; see docs/whatif.md for what a replay cannot know.
    """
    since, until = recorded_time(utc_now(), hour=hour, date=date, last=last)
    with controlling() as flow:
        current = read_config(flow.deps)
        lanes = list(current.configuration.lanes)
        per_lane = {"weight": weights, "max_workers": lane_most, "min_workers": least, "target_seconds": target}
        overall = {"max_total_workers": most, "cool_down_seconds": cool_down}
        document = document_of(lanes, per_lane, overall, functions=functions)
        recorded = read_recorded(flow.record, since, until)
    compared = what_if(recorded, current, document)
    _warn(recorded)
    if as_json:
        print_json(what_if_json(compared))
        return
    results.print(comparison_table(compared))
    for line in lines(compared):
        results.print(escape(line), highlight=False)


def _warn(recorded: Recorded) -> None:
    """Says where the replay lacks something that it would need."""
    if recorded.silent_seconds > SILENCE_WARNED_AFTER.total_seconds():
        messages.print(
            f"[yellow]For {recorded.silent_seconds:,.0f} s of that time nothing was recorded:[/]"
            " no manager was at work. Arrivals of such a gap are spread evenly over it."
        )
