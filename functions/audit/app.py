"""The handler of the audit log."""

from typing import Any

from esteira.accounts.wiring import authenticate, authentication, record
from esteira.audit.http import EntriesJson, entries_json
from esteira.audit.list_entries import ListEntries, list_entries
from esteira.core.announcing.wiring import count
from esteira.core.errors import AuditLogUnavailable
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import query_of
from esteira.core.reporting.wiring import report

app = GuardedApp("audit", authenticate=authenticate, count=count, report=report, audit=record)


@app.route("/audit", policy=Policy.ADMIN, query=ListEntries, answers=EntriesJson, errors=(AuditLogUnavailable,))
def list_page() -> Any:
    """List a page of the audit log, the newest first: `?by=…&action=…&subject=…&outcome=…&from=…&to=…&before=…`."""
    query = query_of(app.request, ListEntries)
    return entries_json(list_entries(authentication().audit_deps.store, query), query.limit)
