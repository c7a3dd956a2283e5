"""esteira workers"""

from collections.abc import Sequence
from datetime import datetime

from esteira.core.clock import utc_now
from esteira.core.errors import FlowUnavailable
from esteira.scaling.http import workers_json
from esteira.scaling.observation import Heartbeat
from esteira.scaling.ports import HeartbeatStore
from rich.markup import escape

from infra.cli.flow_control import controlling
from infra.cli.output import AsJson, messages, print_json, results
from infra.cli.tables import WholeTable

LEFT = ("worker", "state")
RIGHT = ("in hand", "done", "failed", "rate", "CPU", "memory", "heard")


def workers(*, as_json: AsJson = False) -> None:
    """Show the workers by their last heartbeats."""
    with controlling() as flow:
        beats, now = flow.heartbeats.beats(), utc_now()
        if any(beat.is_missing(now) for beat in beats):
            _warn_if_unwritable(flow.heartbeats)
    if as_json:
        print_json(workers_json(beats, now))
    elif beats:
        results.print(_table(beats, now))
    else:
        results.print("No worker has sent a heartbeat.")


def _warn_if_unwritable(heartbeats: HeartbeatStore) -> None:
    """Old heartbeats in a Redis that takes no new ones are no sign of lost workers."""
    try:
        heartbeats.check_writable()
    except FlowUnavailable as error:
        messages.print(f"[yellow]No worker can send a heartbeat:[/] {escape(str(error))}")


def _table(beats: Sequence[Heartbeat], now: datetime) -> WholeTable:
    table = WholeTable(*LEFT)
    for column in RIGHT:
        table.add_column(column, justify="right")
    for beat in beats:
        table.add_row(*_cells(beat, now), style="red" if beat.is_missing(now) else None)
    return table


def _cells(beat: Heartbeat, now: datetime) -> tuple[str, ...]:
    return (
        escape(beat.name),
        "missing" if beat.is_missing(now) else beat.state.value,
        str(beat.in_hand),
        str(beat.processed),
        str(beat.failed),
        f"{beat.rate_per_second:.1f}/s",
        f"{beat.cpu_percent:.0f} %",
        f"{beat.memory_mib:.0f} MiB",
        f"{(now - beat.at).total_seconds():.0f} s ago",
    )
