"""The flow's configuration and plan as a table: a column a lane."""

from esteira.scaling.config import ConfigVersion, LaneConfig
from esteira.scaling.plan import LanePlan, Plan
from rich.markup import escape

from infra.cli.flow_control import made
from infra.cli.output import results
from infra.cli.tables import WholeTable


def print_flow(version: ConfigVersion, plan: Plan | None) -> None:
    """The version, the table, and the reason of each lane's number of workers."""
    results.print(f"version {version.version}{made(version)}", highlight=False)
    results.print(_table(version, plan))
    for lane, planned in plan.lanes.items() if plan else ():
        results.print(f"{lane}: {escape(planned.reason)}", highlight=False)


def _table(version: ConfigVersion, plan: Plan | None) -> WholeTable:
    lanes = version.configuration.lanes
    table = WholeTable("", *lanes)
    shown = [_configured(flow) | _planned(plan.lanes.get(lane) if plan else None) for lane, flow in lanes.items()]
    for row in shown[0]:
        table.add_row(row, *(lane[row] for lane in shown))
    table.caption = f"at most {version.configuration.max_total_workers} workers in all"
    return table


def _configured(flow: LaneConfig) -> dict[str, str]:
    delay = flow.retry_delay_seconds
    return {
        "state": "[yellow]paused[/]" if flow.paused else "receiving",
        "weight": str(flow.weight),
        "workers": f"{flow.min_workers} to {flow.max_workers}",
        "target": f"{flow.target_seconds:g} s",
        "retry delay": "as deployed" if delay is None else f"{delay:g} s",
        "Lambda consumers": f"up to {flow.max_concurrency}" if flow.functions else "off",
    }


def _planned(planned: LanePlan | None) -> dict[str, str]:
    return {
        "needed": str(planned.needed) if planned else "-",
        "planned": f"[bold]{planned.workers}[/]" if planned else "-",
        "rule": planned.rule.replace("_", " ") if planned else "-",
    }
