"""One route as an operation of the document."""

from http import HTTPStatus
from typing import Any

from esteira.core.http.responses import ErrorJson

from infra.checks.openapi.errors import JSON, error_answers, name_of
from infra.checks.openapi.routes import Route
from infra.checks.openapi.schemas import Json, Schemas, query_parameters
from infra.checks.openapi.security import security


def operation(route: Route, schemas: Schemas) -> Json:
    """Return the operation of a route."""
    contract = route.contract
    parameters = [*map(_path_parameter, route.path_parameters), *query_parameters(contract.query)]
    return {
        "operationId": f"{route.door}_{route.view.__name__}",
        "tags": [route.door],
        "summary": route.summary,
        "description": f"{route.description}\n\n**Who may call it:** {contract.policy}.",
        "security": security(route),
        **({"parameters": parameters} if parameters else {}),
        **_request_body(contract.bodies, schemas),
        "responses": {str(contract.status): _success(route, schemas), **_errors(route, schemas)},
    }


def _errors(route: Route, schemas: Schemas) -> Json:
    answers = error_answers(route, schemas.answer(ErrorJson))
    return {status: schemas.shared_answer(name_of(answer), answer) for status, answer in answers.items()}


def _path_parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _request_body(bodies: tuple[Any, ...], schemas: Schemas) -> Json:
    if not bodies:
        return {}
    content = dict(_content(body, schemas) for body in bodies)
    required = any(schemas.must_be_given(kind["schema"]) for kind in content.values())
    return {"requestBody": {"required": required, "content": content}}


def _content(body: Any, schemas: Schemas) -> tuple[str, Json]:
    if isinstance(body, str):
        return body, {"schema": {"type": "string", "minLength": 1}}
    return JSON, {"schema": schemas.body(body)}


def _success(route: Route, schemas: Schemas) -> Json:
    contract = route.contract
    described = {"description": HTTPStatus(contract.status).phrase}
    if contract.answers is None:
        return described
    return described | {"content": {contract.media_type: {"schema": schemas.answer(contract.answers)}}}
