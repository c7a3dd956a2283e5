"""Handlers for integration tokens. Requests contain secrets; responses never do."""

from typing import Any

from chalice.app import Response
from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import announce, count
from esteira.core.clock import utc_now
from esteira.core.errors import Conflict, TargetUnavailable
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of
from esteira.core.reporting.wiring import report
from esteira.tokens import manage_tokens
from esteira.tokens.http import TokenJson, TokensJson, token_json
from esteira.tokens.wiring import tokens

app = GuardedApp("tokens", authenticate=authenticate, count=count, report=report, audit=record)


@app.route("/tokens", policy=Policy.VIEWER, answers=TokensJson, errors=(TargetUnavailable,))
def list_all() -> Any:
    """List all tokens with their state, by name."""
    now = utc_now()
    return {"tokens": [token_json(shown, now) for shown in manage_tokens.list_tokens(tokens().token_service)]}


@app.route(
    "/tokens",
    methods=["POST"],
    policy=Policy.OPERATOR,
    status=201,
    body=manage_tokens.CreateToken,
    answers=TokenJson,
    errors=(Conflict, TargetUnavailable),
)
def create() -> Any:
    """Create a token: `{"name": …, "provider": …, "secret": …, "lifetime_seconds": 3600}`."""
    command = body_of(app.request, manage_tokens.CreateToken)
    app.audited(action="token.created", subject=command.name)
    created = token_json(manage_tokens.create_token(tokens().token_service, command), utc_now())
    app.audited(after=created)
    announce("tokens")
    return Response(body=created, status_code=201)


@app.route(
    "/tokens/{name}",
    methods=["PUT"],
    policy=Policy.OPERATOR,
    body=manage_tokens.ChangeToken,
    answers=TokenJson,
    errors=(TargetUnavailable,),
)
def change(name: str) -> Any:
    """Change a token: a new `secret` rotates it; provider, lifetime and margin can change as well."""
    command = body_of(app.request, manage_tokens.ChangeToken)
    app.audited(action="token.rotated" if command.secret else "token.changed", before=_as_it_is(name))
    changed = token_json(manage_tokens.change_token(tokens().token_service, name, command), utc_now())
    app.audited(after=changed)
    announce("tokens")
    return changed


@app.route(
    "/tokens/{name}", methods=["DELETE"], policy=Policy.OPERATOR, status=204, answers=None, errors=(TargetUnavailable,)
)
def delete(name: str) -> Any:
    """Delete a token and its secret."""
    app.audited(action="token.deleted", before=_as_it_is(name))
    manage_tokens.delete_token(tokens().token_service, name)
    announce("tokens")
    return Response(body="", status_code=204)


def _as_it_is(name: str) -> TokenJson | None:
    now = utc_now()
    known = manage_tokens.list_tokens(tokens().token_service)
    return next((token_json(shown, now) for shown in known if shown.token.name == name), None)
