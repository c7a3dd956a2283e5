"""esteira verify"""

import time
from typing import Annotated

import typer
from esteira.core.errors import EsteiraError
from esteira.reconciliation.http import verdict_json
from esteira.reconciliation.repair_ledger import Repaired, repair_ledger
from esteira.reconciliation.verdict import Verdict
from esteira.reconciliation.verify_orders import verify_orders
from esteira.reconciliation.wait_until_settled import wait_until_settled
from esteira.reconciliation.wiring import Operator
from rich.markup import escape

from infra.cli.lanes import pause_sentence, paused_lanes
from infra.cli.operator import operating
from infra.cli.output import AsJson, messages, print_json
from infra.cli.verdict_report import print_verdict
from infra.errors import InfraError

UNREADABLE = 2
WAIT_SECONDS = 120
REST_SECONDS = 30
POLL_SECONDS = 1

Rows = Annotated[bool, typer.Option("--rows", help="Compare every order field by field, not only counts.")]
Repair = Annotated[bool, typer.Option("--repair", help="First publish lost orders again, and wait for them.")]


def verify(*, rows: Rows = False, repair: Repair = False, as_json: AsJson = False) -> None:
    """Prove that every order is accounted for. Exit code 0 if so, 1 if not, 2 if a store could not be read.

    With --repair the orders are compared field by field too, since a repair reads all of them anyway.
    """
    try:
        with operating() as operator, messages.status("reading the ledger"):
            if repair:
                _repair(operator)
            verdict = _verdict(operator, rows=rows or repair)
    except (EsteiraError, InfraError) as error:
        messages.print(f"[red]error:[/] {escape(str(error))}", highlight=False)
        raise typer.Exit(UNREADABLE) from error
    _show(verdict, as_json=as_json)
    raise typer.Exit(0 if verdict.ok else 1)


def _verdict(operator: Operator, *, rows: bool) -> Verdict:
    """Return the verdict once no order is in motion, or after `REST_SECONDS`: the schedule may have just published."""
    verdict = verify_orders(operator.ledger_deps, rows=rows)
    if verdict.in_motion:
        _say_waiting(f"{verdict.in_motion} orders in motion", REST_SECONDS)
    deadline = time.monotonic() + REST_SECONDS
    while verdict.in_motion and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        verdict = verify_orders(operator.ledger_deps, rows=rows)
    return verdict


def _repair(operator: Operator) -> None:
    on_lane = operator.ledger_deps.lane.read().total
    if on_lane:
        _say_waiting(f"{on_lane} messages on the lane, since a repair needs it at rest", WAIT_SECONDS)
    repaired = repair_ledger(operator.repair_deps, wait_seconds=WAIT_SECONDS)
    messages.print(_repair_report(repaired), highlight=False)
    if repaired.republished:
        _say_waiting(f"{repaired.republished} orders that were sent again", WAIT_SECONDS)
        wait_until_settled(operator.ledger_deps, limit_seconds=WAIT_SECONDS)


def _say_waiting(what: str, seconds: int) -> None:
    """Say on stderr what is waited for. A line: the spinner shows nothing where stderr is no terminal."""
    hint = f"; {sentence}" if (sentence := pause_sentence(paused_lanes())) else ""
    messages.print(f"waiting up to {seconds} s for {what}{hint}", highlight=False)


def _repair_report(repaired: Repaired) -> str:
    if not repaired.done:
        return "repair: nothing was done, because orders are still in motion; repeat it when the queue is empty"
    return (
        f"repair: {repaired.republished} orders sent again, "
        f"{repaired.rejected} put into the rejects because no message can carry them, "
        f"{repaired.marked_dead} dead letters recorded, "
        f"{repaired.failures_removed} failure records of persisted orders removed"
    )


def _show(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        print_json(verdict_json(verdict))
    else:
        print_verdict(verdict)
