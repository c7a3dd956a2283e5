"""esteira why"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer
from esteira.core.clock import utc_now
from esteira.scaling.demand import workers
from esteira.scaling.explain_decision import explain_decision
from esteira.scaling.http import decision_json
from esteira.scaling.observation import LaneObservation, WorkerState
from esteira.scaling.plan import LanePlan
from esteira.scaling.ports import Decision
from rich.markup import escape

from infra.cli.flow_control import controlling
from infra.cli.moments import moment_of
from infra.cli.output import AsJson, print_json, results

At = Annotated[
    str, typer.Option("--at", metavar="TIME", help="14:03, or ISO 8601; local time without a zone.", show_default="now")
]


def why(*, at: At = "", as_json: AsJson = False) -> None:
    """Explain the number of workers of each lane: the rule that set it, and the observations at that time."""
    moment = _moment(at) if at else utc_now()
    with controlling() as flow:
        decision = explain_decision(flow.decisions, moment)
    if as_json:
        print_json(decision_json(decision))
        return
    for line in _lines(decision):
        results.print(line, highlight=False)


def _moment(text: str) -> datetime:
    try:
        return moment_of(text, utc_now())
    except ValueError:
        raise typer.BadParameter("a time like 14:03 or 2026-07-01T12:00:00Z", param_hint="--at") from None


def _lines(decision: Decision) -> Iterator[str]:
    plan = decision.plan
    yield f"since {plan.at:%Y-%m-%d %H:%M:%S %Z}, by version {plan.version} of the configuration:"
    for lane, planned in plan.lanes.items():
        yield f"[bold]{lane}[/]: {_number(planned)}"
        yield f"  {escape(planned.reason)}"
        if observed := plan.observation.lanes.get(lane):
            yield f"  {_seen(observed)}"
    host, others = plan.observation.host, plan.observation.others_cpu_percent
    yield f"host: {host.cpu_percent:.0f} % CPU ({others:.0f} % without the workers), {host.memory_percent:.0f} % memory"


def _number(planned: LanePlan) -> str:
    return f"{workers(planned.workers)}, {planned.needed} needed; rule: {planned.rule.value.replace('_', ' ')}"


def _seen(observed: LaneObservation) -> str:
    waiting = "unknown" if observed.backlog is None else str(observed.backlog)
    busy = sum(worker.state is WorkerState.BUSY for worker in observed.workers)
    return f"{waiting} waiting, {observed.in_flight} in flight; {workers(len(observed.workers))} there, {busy} busy"
