"""esteira flow-set"""

from collections.abc import Mapping
from typing import Annotated

import typer
from esteira.use_cases.configure_scaling import change_lane, read_config

from infra.cli.caller import caller
from infra.cli.flow_control import By, LaneName, controlling, lane_of, plan_shown, tell_change, warn_without_manager
from infra.cli.output import AsJson

DEPLOYED = "deployed"

Weight = Annotated[int | None, typer.Option("--weight", help="Percent; the other lanes share the rest as they did.")]
Min = Annotated[int | None, typer.Option("--min", help="Workers at least.")]
Max = Annotated[int | None, typer.Option("--max", help="Workers at most.")]
Target = Annotated[float | None, typer.Option("--target-seconds", help="In what time the backlog shall be worked off.")]
Concurrency = Annotated[int | None, typer.Option("--concurrency", help="Lambda consumers at once, at most.")]
Functions = Annotated[
    bool | None,
    typer.Option("--functions/--no-functions", help="Whether the Lambda consumer receives too."),
]
RetryDelay = Annotated[
    str | None, typer.Option("--retry-delay", help=f"Seconds before a failed message comes back, or `{DEPLOYED}`.")
]
Version = Annotated[
    int | None, typer.Option("--version", help="Refuse if this is not the current one.", show_default="the current one")
]


def flow_set(  # noqa: PLR0913 - options
    lane: LaneName,
    *,
    weight: Weight = None,
    least: Min = None,
    most: Max = None,
    target_seconds: Target = None,
    concurrency: Concurrency = None,
    functions: Functions = None,
    retry_delay: RetryDelay = None,
    version: Version = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Change a lane of the flow's configuration; what is not given stays as it is."""
    fields = {
        "weight": weight,
        "min_workers": least,
        "max_workers": most,
        "target_seconds": target_seconds,
        "max_concurrency": concurrency,
        "functions": functions,
    }
    named = {**{name: value for name, value in fields.items() if value is not None}, **_delay(retry_delay)}
    if not named:
        raise typer.BadParameter("nothing is to be changed")
    name = lane_of(lane)
    with controlling() as flow:
        start = read_config(flow.deps).version if version is None else version
        changed = change_lane(flow.deps, name, {"version": start, "by": by or caller(), **named})
        warn_without_manager(plan_shown(flow.plans))
    tell_change(changed, name, as_json=as_json)


def _delay(text: str | None) -> Mapping[str, float | None]:
    if text is None:
        return {}
    try:
        return {"retry_delay_seconds": None if text == DEPLOYED else float(text)}
    except ValueError:
        raise typer.BadParameter(f"seconds, or `{DEPLOYED}`", param_hint="--retry-delay") from None
