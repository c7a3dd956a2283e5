"""esteira verify"""

from collections.abc import Iterator
from typing import Annotated

import typer
from esteira.domain.verdict import Verdict
from esteira.doors.ledger_json import verdict_json
from esteira.errors import EsteiraError
from esteira.use_cases.verify_orders import verify_orders
from esteira.wiring.operator import Operator
from rich.markup import escape

from infra.cli.ledger_table import ledger_table
from infra.cli.output import AsJson, messages, print_json, results
from infra.errors import InfraError
from infra.local.core_settings import core_settings

COULD_NOT_BE_READ = 2

Rows = Annotated[bool, typer.Option("--rows", help="Compare every order field by field, not only counts.")]


def verify(*, rows: Rows = False, as_json: AsJson = False) -> None:
    """Prove that every order is accounted for. Exit code 0 if so, 1 if not, 2 if it could not be read."""
    verdict = _verdict(rows=rows)
    if as_json:
        print_json(verdict_json(verdict))
    else:
        _show(verdict)
    raise typer.Exit(0 if verdict.ok else 1)


def _verdict(*, rows: bool) -> Verdict:
    try:
        operator = Operator(core_settings())
        with messages.status("reading the ledger"):
            return verify_orders(operator.books, rows=rows)
    except (EsteiraError, InfraError) as error:
        messages.print(f"[red]error:[/] {escape(str(error))}", highlight=False)
        raise typer.Exit(COULD_NOT_BE_READ) from error


def _show(verdict: Verdict) -> None:
    results.print(ledger_table(verdict.ledger))
    for kind, addresses in verdict.offenders.items():
        results.print(f"{kind}: {', '.join(addresses)}", highlight=False)
    if verdict.ok:
        results.print("verify: [green]ok[/]")
    for problem in problems(verdict):
        results.print(f"verify: [red]{escape(problem)}[/]", highlight=False)


def problems(verdict: Verdict) -> Iterator[str]:
    """What is wrong, a sentence each, and what to do about it."""
    if verdict.lost:
        yield f"{verdict.lost} orders were handed over and are nowhere; `esteira verify --repair` sends them again"
    if not verdict.ledger.settled:
        yield "the stores moved all the time while they were read; `esteira wait`, then verify again"
    if verdict.duplicated:
        yield f"{verdict.duplicated} target rows beyond the first of their key; its primary key is gone"
    if verdict.phantom:
        yield f"{verdict.phantom} orders are known to the target and to no source"
    if verdict.mismatch:
        yield f"{verdict.mismatch} orders differ between source and target"
    if verdict.overlapping:
        yield f"{verdict.overlapping} orders are in the target, and dead or rejected as well"
    if verdict.checked == "counts" and any(source.swapped for source in verdict.ledger.sources.values()):
        yield "the counts agree, but it is not the same orders; `esteira verify --rows` names them"
