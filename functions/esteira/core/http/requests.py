"""Conversion of HTTP requests to typed commands."""

from chalice.app import Request
from pydantic import ValidationError

from esteira.core.decoding import M, decoded, faults_in
from esteira.core.errors import BadRequest

FORM = "application/x-www-form-urlencoded"
"""The content type that curl sends by default. LocalStack's gateway re-encodes such a body as a form."""


def body_of(request: Request, model: type[M]) -> M:
    """Return the command in a JSON body; an empty body is `{}`. Raises `BadRequest` naming each invalid field."""
    body = raw_body_of(request) or b"{}"
    if request.headers.get("content-type", "").startswith(FORM) and not body.lstrip().startswith(b"{"):
        raise BadRequest("(send JSON, with the header Content-Type: application/json)")
    return decoded(body, model)


def raw_body_of(request: Request) -> bytes:
    """Return the body as it was sent, also where the gateway encodes it in base64. Raises `BadRequest`."""
    try:
        raw = request.raw_body
    except ValueError:
        raise BadRequest("(the body is not valid base64)") from None
    return raw.encode() if isinstance(raw, str) else raw


def query_of(request: Request, model: type[M]) -> M:
    """Return the command in a query string; a repeated parameter has its last value. Raises `BadRequest`."""
    try:
        return model.model_validate(dict(request.query_params or {}))
    except ValidationError as error:
        raise BadRequest(f"({faults_in(error)})") from None
