"""esteira verify"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated

import typer
from esteira.core.errors import SOURCE_FAULTS, EsteiraError, NotFound
from esteira.reconciliation.http import verdict_json
from esteira.reconciliation.repair_ledger import Repaired, repair_ledger
from esteira.reconciliation.verdict import Verdict
from esteira.reconciliation.verify_orders import verify_orders
from esteira.reconciliation.wait_until_settled import wait_until_settled
from esteira.reconciliation.wiring import Operator
from rich.markup import escape

from infra.cli.auditing import audited
from infra.cli.caller import caller
from infra.cli.lanes import pause_sentence, paused_lanes
from infra.cli.operator import operating
from infra.cli.output import AsJson, messages, print_json
from infra.cli.verdict_report import print_verdict
from infra.errors import InfraError
from infra.local.settings import LocalSettings

UNREADABLE = 2
WAIT_SECONDS = 120
REST_SECONDS = 30
POLL_SECONDS = 1

Rows = Annotated[bool, typer.Option("--rows", help="Compare every order field by field, not only counts.")]
Accept = Annotated[
    list[str] | None,
    typer.Option("--accept", metavar="SOURCE", help="This source began anew, and its differences may stay."),
]
Repair = Annotated[bool, typer.Option("--repair", help="First publish lost orders again, and wait for them.")]


def verify(*, rows: Rows = False, repair: Repair = False, accept: Accept = None, as_json: AsJson = False) -> None:
    """Prove that every order is accounted for. Exit code 0 if so, 1 if not, 2 if only a store could not be read.

    With --repair the orders are compared field by field too, since a repair reads all of them anyway.
    """
    try:
        with operating() as operator, messages.status("reading the ledger"):
            _accept(operator, accept or [])
            if repair:
                _repair(operator)
            verdict = _verdict(operator, rows=rows or repair)
    except (EsteiraError, InfraError) as error:
        messages.print(f"[red]error:[/] {escape(str(error))}", highlight=False)
        raise typer.Exit(UNREADABLE) from error
    _show(verdict, as_json=as_json)
    raise typer.Exit(_exit_code(verdict))


def _exit_code(verdict: Verdict) -> int:
    if verdict.ok:
        return 0
    return UNREADABLE if verdict.ok_where_read else 1


def _accept(operator: Operator, sources: Sequence[str]) -> None:
    known = operator.ledger_deps.sources
    if unknown := [name for name in sources if name not in known]:
        raise NotFound(f"(source {', '.join(unknown)}; known are: {', '.join(known)})")
    for name in sources:
        with suppress(*SOURCE_FAULTS):  # the verdict names it
            operator.cursor_locator.position(name)  # notes a beginning anew that nobody has noticed yet
        with audited("source.accepted", name) as deed:
            accepted = operator.cursor_locator.restarts.settle(name, by=caller())
            deed.after = {"accepted": bool(accepted)}
        messages.print(
            f"{name}: the orders of before are accepted as they are" if accepted else f"{name}: did not begin anew",
            highlight=False,
        )


def _verdict(operator: Operator, *, rows: bool) -> Verdict:
    """Return the verdict once nothing may change it, or after `REST_SECONDS`: the schedule may have just published."""
    verdict = verify_orders(operator.ledger_deps, rows=rows)
    if what := _still_changing(verdict):
        _say_waiting(what, REST_SECONDS)
    deadline = time.monotonic() + REST_SECONDS
    while _still_changing(verdict) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        verdict = verify_orders(operator.ledger_deps, rows=rows)
    return verdict


def _still_changing(verdict: Verdict) -> str:
    """Return which orders may soon be in another state; nothing if the verdict is final."""
    if verdict.in_motion:
        return f"{verdict.in_motion} orders in motion"
    if verdict.lost and LocalSettings.from_environment().place.lost.exists():
        return f"{verdict.lost} orders that are just being published again, since LocalStack had lost its queues"
    return ""


def _repair(operator: Operator) -> None:
    on_lane = operator.ledger_deps.lane.read().total
    if on_lane:
        _say_waiting(f"{on_lane} messages on the lane, since a repair needs it at rest", WAIT_SECONDS)
    with audited("ledger.repaired", "orders") as deed:
        repaired = repair_ledger(operator.repair_deps, wait_seconds=WAIT_SECONDS)
        deed.after = asdict(repaired)
    messages.print(_repair_report(repaired), highlight=False)
    for name, reason in repaired.unread.items():
        messages.print(f"[red]repair: source {name} could not be read:[/] {escape(reason)}", highlight=False)
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
