"""Handlers of failures: lists of errors and of their groups, retry, and discard with a note."""

from typing import Any
from uuid import UUID

from chalice.app import Response
from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import count
from esteira.core.auditing.audited import Facts
from esteira.core.errors import Conflict, TargetUnavailable
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.reporting.wiring import report
from esteira.failures import list_failures, settle_failure
from esteira.failures.failure import Failure
from esteira.failures.http import (
    FailureJson,
    FailuresJson,
    GroupsJson,
    failure_json,
    failures_json,
    groups_json,
)
from esteira.failures.wiring import failures

app = GuardedApp("failures", authenticate=authenticate, count=count, report=report, audit=record)


@app.route(
    "/failures",
    policy=Policy.VIEWER,
    query=list_failures.ListFailures,
    answers=FailuresJson,
    errors=(TargetUnavailable,),
)
def list_page() -> Any:
    """List a page of failures, the newest first: `?state=parked&kind=…&component=…&lane=…&fingerprint=…&before=…`."""
    query = query_of(app.request, list_failures.ListFailures)
    return failures_json(list_failures.list_failures(failures().store, query), query.limit)


@app.route(
    "/failures/groups",
    policy=Policy.VIEWER,
    query=list_failures.ListGroups,
    answers=GroupsJson,
    errors=(TargetUnavailable,),
)
def list_groups() -> Any:
    """List a page of the groups of equal errors, those with the newest error first: `?kind=…&component=…&after=…`."""
    query = query_of(app.request, list_failures.ListGroups)
    return groups_json(list_failures.list_groups(failures().store, query), query.limit)


@app.route(
    "/failures/{failure_id}/retry",
    methods=["POST"],
    policy=Policy.OPERATOR,
    status=202,
    body=None,
    answers=FailureJson,
    errors=(Conflict, TargetUnavailable),
)
def retry(failure_id: str) -> Any:
    """Have the original sent to its lane again, within seconds (202)."""
    known = settle_failure.failure_id_of(failure_id)
    app.audited(action="failure.retried", before=_as_it_is(known))
    failure = settle_failure.retry_failure(failures().settle_deps, known, app.principal.name)
    app.audited(after=_state(failure))
    return Response(body=failure_json(failure), status_code=202)


@app.route(
    "/failures/{failure_id}/discard",
    methods=["POST"],
    policy=Policy.OPERATOR,
    body=settle_failure.DiscardFailure,
    answers=FailureJson,
    errors=(TargetUnavailable,),
)
def discard(failure_id: str) -> Any:
    """Close a failure, for a reason: `{"note": "the order was cancelled"}`."""
    known = settle_failure.failure_id_of(failure_id)
    command = body_of(app.request, settle_failure.DiscardFailure)
    app.audited(action="failure.discarded", before=_as_it_is(known))
    failure = settle_failure.discard_failure(failures().settle_deps, known, command, app.principal.name)
    app.audited(after=_state(failure))
    return failure_json(failure)


def _as_it_is(failure_id: UUID) -> Facts | None:
    failure = failures().store.find(failure_id)
    return None if failure is None else _state(failure)


def _state(failure: Failure) -> Facts:
    return {"state": failure.state, "reason": failure.reason, "note": failure.note}
