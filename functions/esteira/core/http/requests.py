"""From a request to a typed command, and from a result to what JSON can say."""

from chalice.app import Request
from pydantic import ValidationError

from esteira.core.decoding import M, decoded, explain_faults
from esteira.core.errors import BadRequest

FORM = "application/x-www-form-urlencoded"
"""What curl calls a body if nobody says otherwise; LocalStack's gateway then re-encodes it as a form."""


def body_of(request: Request, model: type[M]) -> M:
    """The command in a JSON body; an empty body is `{}`. Raises `BadRequest` naming each field that is off."""
    body = raw_body_of(request) or b"{}"
    if request.headers.get("content-type", "").startswith(FORM) and not body.lstrip().startswith(b"{"):
        raise BadRequest("(send JSON, with the header Content-Type: application/json)")
    return decoded(body, model)


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
        raise BadRequest(explain_faults(error)) from None
