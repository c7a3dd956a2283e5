"""esteira wait"""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from esteira.core.names import Lane
from esteira.reconciliation.wait_until_settled import Progress
from rich.markup import escape

from infra.cli.lanes import pause_sentence, paused_lanes
from infra.cli.operator import operating
from infra.cli.output import AsJson, messages, print_json, results
from infra.cli.waiting import wait_visibly

LOST = "orders are lost, since no message carries them; `esteira verify --repair` publishes them again"

Timeout = Annotated[float, typer.Option("--timeout", min=1, help="Give up after this many seconds.")]


def wait(*, timeout: Timeout = 600, as_json: AsJson = False) -> None:
    """Wait until every order is read and none is in motion.

    Exit code 1 after --timeout, if orders are lost, or if a source could not be read.
    """
    paused = paused_lanes()
    if sentence := pause_sentence(paused):
        messages.print(f"[yellow]{sentence}[/]", highlight=False)
    with operating() as operator:
        progress = wait_visibly(operator.ledger_deps, limit_seconds=timeout)
    if as_json:
        print_json({**_json(progress), "paused": paused})
    else:
        for line in _lines(progress, timeout, paused):
            results.print(line, highlight=False)
    raise typer.Exit(0 if progress.settled and not progress.lost and not progress.ledger.unread else 1)


def _lines(progress: Progress, timeout: float, paused: Sequence[Lane]) -> Iterator[str]:
    yield f"{_ending(progress, timeout)}; {progress.finished} orders finished, {progress.per_second:.0f} a second"
    if not progress.settled and paused:
        yield f"[red]{pause_sentence(paused)}[/]"
    if progress.lost:
        yield f"[red]{progress.lost} {LOST}[/]"
    for name, reason in progress.ledger.unread.items():
        yield f"[red]source {name} could not be read:[/] {escape(reason)}"


def _ending(progress: Progress, timeout: float) -> str:
    if progress.settled:
        return "nothing is in motion"
    if progress.ledger.at_rest:
        not_read = progress.ledger.states.not_read
        return f"[red]{not_read} orders are still not published after {timeout:g} s; `esteira publish` says why[/]"
    return f"[red]still in motion after {timeout:g} s[/]"


def _json(progress: Progress) -> dict[str, object]:
    return {
        "settled": progress.settled,
        "finished": progress.finished,
        "elapsed_seconds": round(progress.elapsed_seconds, 3),
        "orders_per_second": round(progress.per_second, 1),
        "residual": progress.ledger.residual,
        "lost": progress.lost,
        "unread": dict(progress.ledger.unread),
    }
