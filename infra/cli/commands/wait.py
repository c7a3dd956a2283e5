"""esteira wait"""

from typing import Annotated

import typer
from esteira.reconciliation.wait_until_settled import Progress

from infra.cli.operator import operating
from infra.cli.output import AsJson, print_json, results
from infra.cli.waiting import wait_visibly

Timeout = Annotated[float, typer.Option("--timeout", min=1, help="Give up after this many seconds.")]


def wait(*, timeout: Timeout = 600, as_json: AsJson = False) -> None:
    """Wait until every order is read and none is in motion. Exit code 1 after --timeout."""
    with operating() as operator:
        progress = wait_visibly(operator.ledger_deps, limit_seconds=timeout)
    if as_json:
        print_json(_json(progress))
    else:
        ending = "nothing is in motion" if progress.settled else f"[red]still in motion after {timeout:g} s[/]"
        results.print(f"{ending}; {progress.finished} orders finished, {progress.per_second:.0f} a second")
    raise typer.Exit(0 if progress.settled else 1)


def _json(progress: Progress) -> dict[str, object]:
    return {
        "settled": progress.settled,
        "finished": progress.finished,
        "elapsed_seconds": round(progress.elapsed_seconds, 3),
        "orders_per_second": round(progress.per_second, 1),
        "residual": progress.ledger.residual,
    }
