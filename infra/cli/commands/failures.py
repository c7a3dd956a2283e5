"""esteira failures"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from esteira.core.clock import utc_now
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import Failure, FailureGroup, FailureState
from esteira.failures.http import failure_json, failures_json, groups_json
from esteira.failures.list_failures import MOST_LISTED, ListFailures, ListGroups, list_failures, list_groups
from esteira.failures.redrive_errors import redrive_errors
from esteira.failures.redrive_wiring import RedriveErrors
from esteira.failures.settle_failure import DiscardFailure, discard_failure, failure_id_of, retry_failure
from esteira.failures.wiring import Failures
from rich.markup import escape

from infra.cli.accounts import command_of
from infra.cli.auditing import audited
from infra.cli.caller import caller
from infra.cli.output import AsJson, print_json, results
from infra.cli.tables import WholeTable
from infra.local.core_settings import error_queue_settings, failure_settings


class FailureAction(StrEnum):
    """What `failures` can do."""

    LIST = "list"
    GROUPS = "groups"
    RETRY = "retry"
    DISCARD = "discard"
    REDRIVE = "redrive"


Action = Annotated[FailureAction, typer.Argument(help="list, groups, retry, discard or redrive.")]
FailureId = Annotated[str, typer.Argument(help="The failure to retry or to discard, by its id.")]
State = Annotated[FailureState | None, typer.Option(help="Only failures in this state.")]
Kind = Annotated[ErrorKind | None, typer.Option(help="Only errors of this kind.")]
Fingerprint = Annotated[str, typer.Option(help="Only the failures of this group.")]
Note = Annotated[str, typer.Option(help="Why nothing has to be done; needed to discard.")]
Limit = Annotated[int, typer.Option(min=1, max=MOST_LISTED, help="How many, the newest first.")]


def failures(  # noqa: PLR0913 - options
    action: Action = FailureAction.LIST,
    failure_id: FailureId = "",
    *,
    state: State = None,
    kind: Kind = None,
    fingerprint: Fingerprint = "",
    note: Note = "",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List errors one by one or by group, have one's original sent to its lane again, or discard one with a note.

    Redrive sends errors that died unread in errors-dlq back to the queue errors, for the recovery to take.
    """
    if action is FailureAction.REDRIVE:
        _redrive(as_json=as_json)
        return
    with closing(Failures(failure_settings())) as wiring:
        if action is FailureAction.LIST:
            query = {"state": state, "kind": kind, "fingerprint": fingerprint or None, "limit": limit}
            _show(list_failures(wiring.store, command_of(ListFailures, query)), limit, as_json=as_json)
        elif action is FailureAction.GROUPS:
            found = list_groups(wiring.store, command_of(ListGroups, {"kind": kind, "limit": limit}))
            _show_groups(found, limit, as_json=as_json)
        elif action is FailureAction.RETRY:
            with audited("failure.retried", failure_id) as deed:
                failure = retry_failure(wiring.settle_deps, failure_id_of(failure_id), caller())
                deed.after = {"state": failure.state, "reason": failure.reason}
            _show_one(failure, as_json=as_json)
        else:
            command = command_of(DiscardFailure, {"note": note})
            with audited("failure.discarded", failure_id) as deed:
                failure = discard_failure(wiring.settle_deps, failure_id_of(failure_id), command, caller())
                deed.after = {"state": failure.state, "reason": failure.reason, "note": failure.note}
            _show_one(failure, as_json=as_json)


def _redrive(*, as_json: bool) -> None:
    with closing(RedriveErrors(error_queue_settings())) as wiring:
        done = redrive_errors(wiring.redrive_deps)
    if as_json:
        print_json(asdict(done))
        return
    results.print(f"{done.sent} errors sent back to the queue errors; the recovery takes them within seconds.")
    for left in done.left:
        results.print(f"left in errors-dlq: {left.sqs_message_id}, {escape(left.reason)}", highlight=False)


def _show(found: Sequence[Failure], limit: int, *, as_json: bool) -> None:
    if as_json:
        print_json(failures_json(found, limit))
        return
    table = WholeTable("id", "state", "kind", "place", "age", "cause", text_last=True)
    for failure in found:
        age = f"{(utc_now() - failure.reported_at).total_seconds():.0f} s"
        table.add_row(str(failure.id), failure.state, failure.kind, failure.place, age, escape(failure.cause))
    results.print(table if found else "No failures.")


def _show_groups(found: Sequence[FailureGroup], limit: int, *, as_json: bool) -> None:
    if as_json:
        print_json(groups_json(found, limit))
        return
    table = WholeTable("fingerprint", "count", "kind", "place", "parked", "last", "cause", text_last=True)
    for group in found:
        parked = str(group.states.get(FailureState.PARKED, 0))
        last = f"{group.last_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(
            group.fingerprint, f"{group.count:,}", group.kind or "", group.place, parked, last, escape(group.cause)
        )
    results.print(table if found else "No failures.")


def _show_one(failure: Failure, *, as_json: bool) -> None:
    if as_json:
        print_json(failure_json(failure))
        return
    results.print(f"{failure.id}: {failure.state}. {failure.reason}", highlight=False)
