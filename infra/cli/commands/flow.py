"""esteira flow, flow-set"""

from collections.abc import Mapping
from typing import Annotated

import typer
from esteira.core.announcing.wiring import announce
from esteira.core.numbers import real
from esteira.scaling.configure_scaling import change_lane, read_config
from esteira.scaling.http import config_json, lane_json

from infra.cli.auditing import audited
from infra.cli.caller import caller
from infra.cli.flow_control import (
    By,
    LaneName,
    LaneOption,
    controlling,
    one_lane,
    plan_shown,
    tell_change,
    warn_without_manager,
)
from infra.cli.flow_report import print_flow
from infra.cli.output import AsJson, print_json
from infra.local.core_settings import flow_settings

DEPLOYED = "deployed"

Weight = Annotated[int | None, typer.Option("--weight", help="Percent; the other lanes share the rest as they did.")]
Min = Annotated[int | None, typer.Option("--min", help="Workers at least.")]
Max = Annotated[int | None, typer.Option("--max", help="Workers at most.")]
TargetSeconds = Annotated[
    float | None, typer.Option("--target-seconds", help="Clear the backlog within so many seconds.")
]
Concurrency = Annotated[int | None, typer.Option("--concurrency", help="Lambda consumers at once, at most.")]
Functions = Annotated[
    bool | None,
    typer.Option("--functions/--no-functions", help="Whether the Lambda consumer receives too."),
]
RetryDelay = Annotated[
    str | None, typer.Option("--retry-delay", help=f"Seconds before a failed message is retried, or `{DEPLOYED}`.")
]
Version = Annotated[
    int | None, typer.Option("--version", help="Refuse if this is not the current one.", show_default="the current one")
]


def flow(*, as_json: AsJson = False) -> None:
    """Show the configuration of the flow, how many workers each lane should have now, and why."""
    with controlling() as parts:
        version, plan = read_config(parts.deps), plan_shown(parts.plans)
    warn_without_manager(plan)
    if as_json:
        print_json({**config_json(version), "plan": plan.model_dump(mode="json") if plan else None})
    else:
        print_flow(version, plan)


def flow_set(  # noqa: PLR0913 - options
    lane: LaneName = "",
    *,
    lane_option: LaneOption = "",
    weight: Weight = None,
    least: Min = None,
    most: Max = None,
    target_seconds: TargetSeconds = None,
    concurrency: Concurrency = None,
    functions: Functions = None,
    retry_delay: RetryDelay = None,
    version: Version = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Change the configuration of a lane; what is not given stays as it is."""
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
        raise typer.BadParameter("nothing to change: give at least one option")
    name = one_lane(lane, lane_option)
    with controlling() as parts:
        current = read_config(parts.deps)
        start = current.version if version is None else version
        with audited("lane.changed", name) as deed:
            deed.before = lane_json(current, name)
            changed = change_lane(parts.deps, name, {"version": start, "by": by or caller(), **named})
            deed.after = lane_json(changed, name)
        warn_without_manager(plan_shown(parts.plans))
    announce("workers", redis_url=flow_settings().redis_url)
    tell_change(changed, name, as_json=as_json)


def _delay(text: str | None) -> Mapping[str, float | None]:
    if text is None:
        return {}
    try:
        return {"retry_delay_seconds": None if text == DEPLOYED else real(text)}
    except ValueError:
        raise typer.BadParameter(f"seconds, or `{DEPLOYED}`", param_hint="--retry-delay") from None
