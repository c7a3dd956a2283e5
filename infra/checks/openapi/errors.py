"""The error answers of a route: those that follow from its contract, and those that it declares."""

from collections.abc import Iterator

from esteira.core.errors import (
    AccountsUnavailable,
    BadRequest,
    EsteiraError,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unauthorized,
    Unprocessable,
)
from esteira.core.http.policies import Policy
from esteira.core.http.responses import HEADERS, INTERNAL, error_code, status_of

from infra.checks.openapi.routes import Route
from infra.checks.openapi.schemas import Json

JSON = "application/json"


def error_answers(route: Route, schema: Json) -> Json:
    """Return the error answers of a route by status. `schema` is that of all errors."""
    by_status: dict[int, list[type[EsteiraError]]] = {}
    for kind in sorted(set(kinds(route)), key=error_code):
        by_status.setdefault(status_of(kind), []).append(kind)
    answers = {str(status): _answer(found, schema) for status, found in by_status.items()}
    return dict(sorted((answers | {"500": _internal(schema)}).items()))


def name_of(answer: Json) -> str:
    """Return the name of an error answer: the codes that it may have."""
    return "_or_".join(answer["content"][JSON]["examples"])


def kinds(route: Route) -> Iterator[type[EsteiraError]]:
    """Yield the kinds of errors with which a route may answer."""
    contract = route.contract
    yield from contract.errors
    if contract.policy.needs_principal:
        yield from (Unauthorized, AccountsUnavailable)
    if contract.policy in {Policy.VIEWER, Policy.OPERATOR, Policy.ADMIN}:
        yield Forbidden
    if contract.bodies:
        yield BadRequest
    if any(not isinstance(body, str) for body in contract.bodies):
        yield Unprocessable
    if contract.query is not None:
        yield Unprocessable
    if route.path_parameters:
        yield NotFound


def _answer(found: list[type[EsteiraError]], schema: Json) -> Json:
    content = _content([error_code(kind) for kind in found], schema)
    content["examples"] = {error_code(kind): {"value": _example(kind)} for kind in found}
    described = {"description": " ".join(_sentence(kind) for kind in found), "content": {JSON: content}}
    headers = {name: _header(name) for kind in found for name in _header_names(kind)}
    return described | ({"headers": headers} if headers else {})


def _internal(schema: Json) -> Json:
    content = _content([INTERNAL["error"]], schema) | {"examples": {"internal": {"value": INTERNAL}}}
    return {"description": INTERNAL["detail"], "content": {JSON: content}}


def _content(codes: list[str], schema: Json) -> Json:
    return {"schema": {"allOf": [schema, {"properties": {"error": {"enum": codes}}}]}}


def _example(kind: type[EsteiraError]) -> Json:
    return {"error": error_code(kind), "detail": _sentence(kind)}


def _sentence(kind: type[EsteiraError]) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


def _header_names(kind: type[EsteiraError]) -> Iterator[str]:
    if issubclass(kind, TooManyRequests):
        yield "Retry-After"
    yield from (name for parent, headers in HEADERS.items() if issubclass(kind, parent) for name in headers)


def _header(name: str) -> Json:
    meanings = {
        "Retry-After": "The seconds after which another try can help.",
        "WWW-Authenticate": "What the route asks for.",
    }
    kind = "integer" if name == "Retry-After" else "string"
    return {"required": True, "description": meanings[name], "schema": {"type": kind}}
