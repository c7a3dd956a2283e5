"""From a request to a typed command, and from a result to what JSON can say."""

from typing import Any, TypeVar

from chalice.app import Request
from pydantic import BaseModel, TypeAdapter, ValidationError

from esteira.errors import BadRequest

M = TypeVar("M", bound=BaseModel)

FORM = "application/x-www-form-urlencoded"
"""What curl calls a body if nobody says otherwise; LocalStack's gateway then re-encodes it as a form."""


def body_of(request: Request, model: type[M]) -> M:
    """The command in a JSON body; an empty body is `{}`. Raises `BadRequest` naming each field that is off."""
    body = raw_body_of(request) or b"{}"
    if request.headers.get("content-type", "").startswith(FORM) and not body.lstrip().startswith(b"{"):
        raise BadRequest("(send JSON, with the header Content-Type: application/json)")
    return decoded(body, model)


def decoded(body: bytes, model: type[M]) -> M:
    """The command in these bytes of JSON. Raises `BadRequest` naming each field that is off, never its value."""
    try:
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise BadRequest(explained(error)) from None


def raw_body_of(request: Request) -> bytes:
    """The body as it was sent, also where the gateway wraps it in base64. Raises `BadRequest`."""
    try:
        raw = request.raw_body
    except ValueError:
        raise BadRequest("(the body has no bytes)") from None
    return raw.encode() if isinstance(raw, str) else raw


def query_of(request: Request, model: type[M]) -> M:
    """The command in a query string; of a repeated parameter the last one counts. Raises `BadRequest` likewise."""
    try:
        return model.model_validate(dict(request.query_params or {}))
    except ValidationError as error:
        raise BadRequest(explained(error)) from None


def shape(result: object) -> Any:
    """The result as JSON has it: decimals as text (exact), times in ISO 8601."""
    return TypeAdapter[Any](type(result)).dump_python(result, mode="json")


def explained(error: ValidationError) -> str:
    """The fields that are wrong and why, without their values."""
    faults = (f"{'.'.join(map(str, item['loc'])) or 'body'}: {item['msg']}" for item in error.errors())
    return f"({'; '.join(faults)})"
