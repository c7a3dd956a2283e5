"""Handlers of machine tokens, for administrators."""

from typing import Any

from chalice.app import Response
from esteira.accounts import http as as_json
from esteira.accounts import manage_machine_tokens as use
from esteira.accounts.wiring import authentication
from esteira.core.clock import utc_now
from esteira.core.errors import Conflict
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of


def register(app: GuardedApp) -> None:
    """Add the routes to the app of accounts."""

    @app.route("/machine-tokens", policy=Policy.ADMIN, answers=as_json.MachineTokensJson)
    def list_machine_tokens() -> Any:
        """List the tokens of machines, by name."""
        now = utc_now()
        tokens = use.list_machine_tokens(authentication().machine_token_deps)
        return {"machine_tokens": [as_json.machine_token_json(token, now) for token in tokens]}

    @app.route(
        "/machine-tokens",
        methods=["POST"],
        policy=Policy.ADMIN,
        status=201,
        body=use.CreateMachineToken,
        answers=as_json.CreatedMachineTokenJson,
        errors=(Conflict,),
    )
    def create_machine_token() -> Any:
        """Create a token, which only this answer shows: `{"name": "ci", "role": "operator", "expires_days": 90}`."""
        command = body_of(app.request, use.CreateMachineToken)
        app.audited(action="machine_token.created", subject=command.name)
        token, text = use.create_machine_token(authentication().machine_token_deps, command, app.principal.id)
        app.audited(after=as_json.machine_token_json(token, utc_now()))
        body: as_json.CreatedMachineTokenJson = {
            **as_json.machine_token_json(token, utc_now()),
            "token": text.get_secret_value(),
        }
        return Response(body=body, status_code=201, headers={"Cache-Control": "no-store"})

    @app.route("/machine-tokens/{name}", methods=["DELETE"], policy=Policy.ADMIN, status=204, answers=None)
    def revoke_machine_token(name: str) -> Any:
        """Revoke a token. It is refused everywhere within ten seconds."""
        app.audited(action="machine_token.revoked")
        use.revoke_machine_token(authentication().machine_token_deps, name, app.principal.id)
        return Response(body="", status_code=204)
