"""Shared by the commands of flow control: the stores, the lane argument, and the report of a change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer
from esteira.core.announcing.wiring import announce
from esteira.core.clock import utc_now
from esteira.core.errors import FlowUnavailable
from esteira.core.names import LANES, Lane
from esteira.scaling.config import ConfigVersion
from esteira.scaling.configure_scaling import pause_lane, read_config
from esteira.scaling.http import lane_json
from esteira.scaling.plan import Plan
from esteira.scaling.ports import PlanCache
from esteira.scaling.wiring import ConfigWiring
from rich.markup import escape

from infra.cli.auditing import audited
from infra.cli.caller import caller
from infra.cli.output import messages, print_json, results
from infra.local.core_settings import flow_settings

LANE_HELP = f"{' or '.join(LANES)}."
LaneName = Annotated[str, typer.Argument(metavar="LANE", help=LANE_HELP, show_default=False)]
LaneOption = Annotated[str, typer.Option("--lane", metavar="LANE", help="The same as LANE.", show_default=False)]
By = Annotated[str, typer.Option("--by", help="Who makes the change; recorded with it.", show_default="user@host")]

MANAGER_SILENT_AFTER = timedelta(seconds=30)
"""The manager plans every two seconds."""


@contextmanager
def controlling() -> Iterator[ConfigWiring]:
    """The flow control of this installation, or of the one that the settings name. Closes its connections."""
    settings = flow_settings()
    flow = ConfigWiring(target_dsn=settings.target_dsn, redis_url=settings.redis_url)
    try:
        yield flow
    finally:
        flow.close()


def set_pause(lane: Lane, *, paused: bool, by: str) -> ConfigVersion:
    """Pauses or resumes a lane, and announces it. Returns the new version."""
    with controlling() as flow, audited("lane.paused" if paused else "lane.resumed", lane) as deed:
        deed.before = lane_json(read_config(flow.deps), lane)
        version = pause_lane(flow.deps, lane, paused=paused, by=by or caller())
        deed.after = lane_json(version, lane)
        warn_without_manager(plan_shown(flow.plans))
    announce("workers", redis_url=flow_settings().redis_url)
    return version


def tell_change(version: ConfigVersion, lane: Lane, *, as_json: bool) -> None:
    """Prints the new state of a lane."""
    if as_json:
        print_json(lane_json(version, lane))
        return
    state = "paused" if version.configuration.lanes[lane].paused else "receiving"
    results.print(f"{lane}: {state}, version {version.version}{made(version)}", highlight=False)


def plan_shown(plans: PlanCache) -> Plan | None:
    """The current plan, or None. Warns if it cannot be read: a command works without it."""
    try:
        return plans.get()
    except FlowUnavailable as error:
        messages.print(f"[yellow]no plan:[/] {escape(str(error))}", highlight=False)
        return None


def warn_without_manager(plan: Plan | None) -> None:
    """Warns if no manager applies the configuration: the bridge is off, or the manager is not running."""
    if plan is None or utc_now() - plan.at > MANAGER_SILENT_AFTER:
        messages.print(
            "[yellow]No worker manager is at work:[/] workers are not started or stopped,"
            " and the Lambda consumers receive as before. Start it with `esteira up`."
        )


def made(version: ConfigVersion) -> str:
    """Who made this version, and when."""
    if version.changed_at is None:
        return ", the defaults"
    return f" by {escape(version.changed_by)} at {version.changed_at:%Y-%m-%d %H:%M:%S %Z}"


def one_lane(argument: str, option: str) -> Lane:
    """The lane that was given as LANE or with --lane. Raises `BadParameter` unless it is one."""
    names = {name for name in (argument, option) if name}
    if len(names) != 1:
        raise typer.BadParameter(f"give one lane: {' or '.join(LANES)}", param_hint="LANE")
    return lane_of(names.pop())


def lane_of(name: str, *, hint: str = "LANE") -> Lane:
    """The lane of this name. Raises `BadParameter`, with `hint` as the parameter's name."""
    if name not in LANES:
        raise typer.BadParameter(f"the lanes are {' and '.join(LANES)}", param_hint=hint)
    return name
