"""Conversion of HTTP requests to typed commands."""

from collections.abc import Iterator

from chalice.app import MultiDict, Request
from pydantic import ValidationError

from esteira.core.decoding import M, decoded, faults_in
from esteira.core.errors import BadRequest, Unprocessable
from esteira.core.strict_json import shown

FORM = "application/x-www-form-urlencoded"
"""The content type that curl sends by default. LocalStack's gateway re-encodes such a body as a form."""


def body_of(request: Request, model: type[M]) -> M:
    """Return the command in a JSON body; an empty body is `{}`. Raises as `decoded` does."""
    return decoded(raw_body_of(request) or b"{}", model)


def raw_body_of(request: Request) -> bytes:
    """Return the body as it was sent, also where the gateway encodes it in base64.

    Raises `BadRequest`, also for JSON that the gateway has changed into a form.
    """
    try:
        raw = request.raw_body
        body = raw.encode() if isinstance(raw, str) else raw
    except ValueError:
        raise BadRequest("(the body is neither UTF-8 nor, where the gateway says so, base64)") from None
    if request.headers.get("content-type", "").startswith(FORM) and not body.lstrip().startswith(b"{"):
        raise BadRequest("(send JSON, with the header Content-Type: application/json)")
    return body


def content_type_of(request: Request) -> str:
    """Return the media type of the body in lower case, without its parameters; empty if it is not said."""
    return str(request.headers.get("content-type", "")).partition(";")[0].strip().lower()


def query_of(request: Request, model: type[M]) -> M:
    """Return the command in a query string, in which no parameter is repeated. Raises `Unprocessable`."""
    try:
        return model.model_validate(dict(_given_once(request.query_params or MultiDict({}))))
    except ValidationError as error:
        raise Unprocessable(f"({faults_in(error)})") from None


def _given_once(parameters: MultiDict) -> Iterator[tuple[str, str]]:
    for name in parameters:
        values = parameters.getlist(name)
        if len(values) > 1:
            raise Unprocessable(f"({shown(name)}: is given twice)")
        yield name, values[0]
