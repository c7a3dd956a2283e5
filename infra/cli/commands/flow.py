"""esteira flow"""

from esteira.domain.flow.configuration import FlowVersion
from esteira.domain.flow.plan import Plan
from esteira.domain.names import Lane
from esteira.doors.flow_json import flow_json
from esteira.errors import FlowUnavailable
from esteira.use_cases.configure_flow import read_flow
from esteira.use_cases.ports.flow import PlanBoard
from rich.markup import escape
from rich.table import Table

from infra.cli.flow_control import controlling, made
from infra.cli.output import AsJson, messages, print_json, results

COLUMNS = ("lane", "state", "weight", "min", "max", "target", "retry delay", "Lambdas", "needed", "workers", "rule")


def flow(*, as_json: AsJson = False) -> None:
    """Show how the flow is configured, how many workers each lane is to have now, and why."""
    with controlling() as parts:
        version, plan = read_flow(parts.control), _plan(parts.plans)
    if as_json:
        print_json({**flow_json(version), "plan": plan.model_dump(mode="json") if plan else None})
        return
    results.print(f"version {version.version}{made(version)}", highlight=False)
    results.print(_table(version, plan))
    for lane, planned in plan.lanes.items() if plan else ():
        results.print(f"{lane}: {escape(planned.reason)}", highlight=False)


def _plan(plans: PlanBoard) -> Plan | None:
    """The configuration is worth showing without it."""
    try:
        return plans.get()
    except FlowUnavailable as error:
        messages.print(f"[yellow]no plan:[/] {escape(str(error))}", highlight=False)
        return None


def _table(version: FlowVersion, plan: Plan | None) -> Table:
    table = Table(*COLUMNS, box=None)
    for lane in version.configuration.lanes:
        table.add_row(lane, *_configured(version, lane), *_planned(plan, lane))
    table.caption = f"at most {version.configuration.max_total_workers} workers in all"
    table.caption_justify = "left"
    return table


def _configured(version: FlowVersion, lane: Lane) -> tuple[str, ...]:
    flow = version.configuration.lanes[lane]
    delay = flow.retry_delay_seconds
    return (
        "[yellow]paused[/]" if flow.paused else "receiving",
        str(flow.weight),
        str(flow.min_workers),
        str(flow.max_workers),
        f"{flow.target_seconds:g} s",
        "as deployed" if delay is None else f"{delay:g} s",
        str(flow.max_concurrency),
    )


def _planned(plan: Plan | None, lane: Lane) -> tuple[str, ...]:
    planned = plan.lanes.get(lane) if plan else None
    return (str(planned.needed), str(planned.workers), planned.rule.value) if planned else ("-", "-", "-")
