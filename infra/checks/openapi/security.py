"""How callers prove who they are, in the terms of OpenAPI."""

from esteira.accounts.http import COOKIE
from esteira.core.errors import BadSignature
from esteira.core.http.policies import Policy

from infra.checks.openapi.routes import Route
from infra.checks.openapi.schemas import Json

SCHEMES: Json = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token of a person (`POST /sessions`), or the token of a machine.",
    },
    "refreshCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The refresh token, as `POST /sessions` sets it for browsers.",
    },
    "esteiraSignature": {
        "type": "apiKey",
        "in": "header",
        "name": BadSignature.header,
        "description": "`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of `<t>.<raw body>`.",
    },
    "standardWebhook": {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "As Standard Webhooks says, with `webhook-id` and `webhook-timestamp`.",
    },
}


def security(route: Route) -> list[dict[str, list[str]]]:
    """Return the ways to call a route, of which one is enough. An empty one: without any."""
    if route.contract.policy is Policy.SIGNED:
        return [{"esteiraSignature": []}, {"standardWebhook": []}]
    if route.contract.policy.needs_principal:
        return [{"bearer": []}]
    return [{"refreshCookie": []}, {}] if route.contract.cookie else []
