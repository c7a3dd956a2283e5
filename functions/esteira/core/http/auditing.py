"""What the audit log is told of a request: who, what, and what became of it. Never its body."""

from collections.abc import Mapping

from chalice.app import Request, Response

from esteira.core.auditing.audited import Audited, Outcome, Said
from esteira.core.principal import Principal

READING = frozenset({"GET", "HEAD"})
"""Requests with these methods change nothing, and are not recorded."""


def audited_request(request: Request, principal: Principal, said: Said, response: Response) -> Audited:
    """Return what is recorded. Unless its handler said better, a request is named by method and resource path.

    Its subject are then the arguments in its path.
    """
    names: Said = {
        "action": f"{request.method} {request.context.get('resourcePath', '')}",
        "subject": "/".join((request.uri_params or {}).values()),
        **said,
    }
    outcome = outcome_of_status(response.status_code)
    reason = "" if outcome is Outcome.DONE else _detail(response.body)
    return Audited(principal=principal, outcome=outcome, reason=reason, address=address_of(request), **names)


def outcome_of_status(status: int) -> Outcome:
    """Return what became of a request that was answered with this status."""
    if status >= 500:
        return Outcome.FAILED
    return Outcome.REFUSED if status >= 400 else Outcome.DONE


def address_of(request: Request) -> str:
    """Return the address that the gateway saw: a header that says something else was written by whoever calls."""
    identity = request.context.get("identity") or {}
    return identity.get("sourceIp") or ""


def _detail(body: object) -> str:
    return str(body.get("detail", "")) if isinstance(body, Mapping) else ""
