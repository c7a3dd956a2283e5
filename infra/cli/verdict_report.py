"""A verdict as text: the ledger, the addresses of wrong orders, and what to do about them."""

from collections.abc import Iterator, Sequence

from esteira.core.names import Lane
from esteira.reconciliation.verdict import Verdict
from rich.markup import escape

from infra.cli.lanes import pause_sentence, paused_lanes
from infra.cli.ledger_table import ledger_table
from infra.cli.listing import listed
from infra.cli.output import results


def print_verdict(verdict: Verdict) -> None:
    """Print the ledger and the offenders, then `verify: ok` or a line for each problem."""
    results.print(ledger_table(verdict.ledger))
    for kind, addresses in verdict.offenders.items():
        results.print(f"{kind}: {listed(addresses, getattr(verdict, kind))}", highlight=False)
    if verdict.ok:
        results.print("verify: [green]ok[/]")
    for problem in problems(verdict, paused_lanes() if verdict.in_motion else ()):
        results.print(f"verify: [red]{escape(problem)}[/]", highlight=False)


def problems(verdict: Verdict, paused: Sequence[Lane] = ()) -> Iterator[str]:
    """Each problem in a sentence, with what to do about it. `paused` are the lanes that do not receive."""
    for count, sentence in (
        (verdict.lost, "orders were published and are lost; `esteira verify --repair` publishes them again"),
        (verdict.duplicated, "target rows are duplicates; restore the primary key of the target"),
        (
            verdict.conflict,
            "orders are in the target with other contents than a message that failed; look at both with"
            " `esteira history SOURCE:ID`, then correct the target's row and `esteira redrive SOURCE:ID`,"
            " or keep the row and `esteira redrive --discard SOURCE:ID`",
        ),
        (
            verdict.unattempted,
            "orders are dead and no attempt of them is recorded, so nobody tried; `esteira redrive --all` sends them"
            " again",
        ),
        (
            verdict.phantom,
            "orders are in the target and in no source; `esteira verify --rows` lists them; put the rows back into"
            " their source, or delete them from the target's table of their state too",
        ),
        (verdict.mismatch, "orders differ between source and target"),
        (verdict.overlapping, "orders are in the target and also dead or rejected"),
        (
            verdict.in_motion,
            f"orders are in motion, so nothing is proven yet; {_how_to_go_on(paused)}, then verify again",
        ),
    ):
        if count:
            yield f"{count} {sentence}"
    for name, reason in verdict.restarts.items():
        yield (
            f"source {name} began anew ({reason}), and its orders are not proven to be equal to the target's; run "
            f"`esteira publish {name}` and `esteira wait`, then verify again; `esteira verify --accept {name}` if the "
            "differences may stay"
        )
    for name, reason in verdict.unread.items():
        yield f"source {name} could not be read, so nothing is proven of it: {reason}"
    if not verdict.ledger.settled:
        yield "the stores changed while they were read; run `esteira wait`, then verify again"
    if verdict.checked == "counts" and any(source.swapped for source in verdict.ledger.sources.values()):
        yield "the counts agree, but the orders differ; `esteira verify --rows` lists them"


def _how_to_go_on(paused: Sequence[Lane]) -> str:
    return f"{pause_sentence(paused)}" if paused else "run `esteira wait`"
