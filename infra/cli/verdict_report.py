"""A verdict for people: the ledger, the offenders, and what to do about them."""

from collections.abc import Iterator

from esteira.domain.verdict import Verdict
from rich.markup import escape

from infra.cli.ledger_table import ledger_table
from infra.cli.output import results


def print_verdict(verdict: Verdict) -> None:
    """Ends in `verify: ok`, or in a line for each thing that is wrong."""
    results.print(ledger_table(verdict.ledger))
    for kind, addresses in verdict.offenders.items():
        results.print(f"{kind}: {', '.join(addresses)}", highlight=False)
    if verdict.ok:
        results.print("verify: [green]ok[/]")
    for problem in problems(verdict):
        results.print(f"verify: [red]{escape(problem)}[/]", highlight=False)


def problems(verdict: Verdict) -> Iterator[str]:
    """What is wrong, a sentence each, and what to do about it."""
    for count, sentence in (
        (verdict.lost, "orders were handed over and are nowhere; `esteira verify --repair` sends them again"),
        (verdict.duplicated, "target rows beyond the first of their key; the primary key is gone"),
        (verdict.phantom, "orders are known to the target and to no source"),
        (verdict.mismatch, "orders differ between source and target"),
        (verdict.overlapping, "orders are in the target, and dead or rejected as well"),
        (verdict.on_their_way, "orders are on their way, which proves nothing yet; `esteira wait`, then verify again"),
    ):
        if count:
            yield f"{count} {sentence}"
    if not verdict.ledger.settled:
        yield "the stores moved all the time while they were read; `esteira wait`, then verify again"
    if verdict.checked == "counts" and any(source.swapped for source in verdict.ledger.sources.values()):
        yield "the counts agree, but these are not the same orders; `esteira verify --rows` names them"
