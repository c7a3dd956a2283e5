"""esteira audit"""

from collections.abc import Sequence
from typing import Annotated

import typer
from esteira.audit.entry import AuditEntry
from esteira.audit.http import entries_json
from esteira.audit.list_entries import MOST_LISTED, ListEntries, list_entries
from esteira.core.auditing.audited import Outcome
from esteira.core.clock import utc_now
from rich.markup import escape

from infra.cli.accounts import command_of, managing_accounts
from infra.cli.moments import moment_of
from infra.cli.output import AsJson, print_json, results
from infra.cli.tables import WholeTable

By = Annotated[str, typer.Option("--by", help="Only what this person or machine did: an id or a name.")]
ActionName = Annotated[str, typer.Option("--action", help="Only this action, such as lane.paused, or all of lane.")]
Subject = Annotated[str, typer.Option("--subject", help="Only what was done to this, such as orders.")]
OutcomeName = Annotated[Outcome | None, typer.Option("--outcome", help="Only what was done, refused or failed.")]
Since = Annotated[str, typer.Option("--since", help="From this time on: 2026-07-01T14:03:00Z, or 14:03.")]
Before = Annotated[str, typer.Option("--before", help="The page after this entry, by its id.")]
Limit = Annotated[int, typer.Option(min=1, max=MOST_LISTED, help="How many, the newest first.")]


def audit(  # noqa: PLR0913 - options
    *,
    by: By = "",
    action: ActionName = "",
    subject: Subject = "",
    outcome: OutcomeName = None,
    since: Since = "",
    before: Before = "",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show who did what, the newest first: by HTTP, in the console and by command."""
    given = {"by": by, "action": action, "subject": subject, "outcome": outcome, "before": before, "from": _at(since)}
    query = command_of(ListEntries, {"limit": limit, **{name: value for name, value in given.items() if value}})
    with managing_accounts() as accounts:
        found = list_entries(accounts.audit_deps.store, query)
    if as_json:
        print_json(entries_json(found, limit))
    else:
        _show(found)


def _at(since: str) -> str | None:
    try:
        return moment_of(since, utc_now()).isoformat() if since else None
    except ValueError:
        raise typer.BadParameter("a time such as 2026-07-01T14:03:00Z or 14:03", param_hint="--since") from None


def _show(found: Sequence[AuditEntry]) -> None:
    table = WholeTable("at", "by", "action", "subject", "outcome", "change", text_last=True)
    for entry in found:
        at = f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
        table.add_row(
            at, escape(entry.by_name), entry.action, escape(entry.subject), entry.outcome, escape(_change(entry))
        )
    results.print(table if found else "No entries.")


def _change(entry: AuditEntry) -> str:
    """Return what is different, field by field, or why nothing was done."""
    if entry.reason:
        return entry.reason
    before, after = entry.before or {}, entry.after or {}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return ", ".join(f"{name}: {before.get(name)} → {after.get(name)}" for name in changed)
