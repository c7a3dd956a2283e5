"""The one place where errors become HTTP responses: an error code and a sentence, without internal details."""

import re
from collections.abc import Mapping
from typing import NotRequired, TypeVar

from chalice.app import Response
from typing_extensions import TypedDict

from esteira.core.errors import (
    BadRequest,
    BadRow,
    BadSignature,
    Conflict,
    EsteiraError,
    Forbidden,
    InvalidMessage,
    NotFound,
    SourceUnfit,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    Unprocessable,
)

T = TypeVar("T")

STATUSES: dict[type[EsteiraError], int] = {
    Unprocessable: 422,
    BadRequest: 400,
    InvalidMessage: 400,
    BadRow: 400,
    Unauthorized: 401,
    BadSignature: 401,
    Forbidden: 403,
    NotFound: 404,
    SourceUnfit: 409,
    Conflict: 409,
    TooLarge: 413,
    TooManyRequests: 429,
    Unavailable: 503,
}

HEADERS: dict[type[EsteiraError], dict[str, str]] = {
    Unauthorized: {"WWW-Authenticate": "Bearer"},
    BadSignature: {"WWW-Authenticate": f"{BadSignature.header}, webhook-signature"},
    Unavailable: {"Retry-After": "5"},
}


class ErrorJson(TypedDict):
    """An error. `error` is for programs, `detail` for people. The other fields are facts of single kinds of errors.

    `version`: the current one, from which a change must start. `accepted`: what was accepted before. `fields`: the
    fault of each field. `lines`: the fault of each line that is named, and `more` how many more there are.
    """

    error: str
    detail: str
    version: NotRequired[int]
    accepted: NotRequired[dict[str, str]]
    fields: NotRequired[dict[str, str]]
    lines: NotRequired[dict[str, str]]
    more: NotRequired[int]


INTERNAL: ErrorJson = {"error": "internal", "detail": "Internal error; the log of the function has the details."}


def error_response(error: Exception) -> Response:
    """Return the response to a request that ended in this error; 500 without details for an unexpected one."""
    status = status_of(type(error))
    body: dict[str, object] = {**INTERNAL}
    if status != 500:
        body = {"error": error_code(type(error)), "detail": _detail(error), **_facts(error)}
    return Response(body=body, status_code=status, headers=_headers(error))


def status_of(kind: type[Exception]) -> int:
    """Return the status of a kind of error; 500 for an unexpected one."""
    return _of_kind(STATUSES, kind, 500)


def error_code(kind: type[Exception]) -> str:
    """Return the name of a kind of error in answers: `NotFound` is `not_found`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def _of_kind(table: Mapping[type[EsteiraError], T], error: type[Exception], default: T) -> T:
    return next((entry for kind, entry in table.items() if issubclass(error, kind)), default)


def _headers(error: Exception) -> dict[str, str | list[str]]:
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after_seconds)}
    return {**_of_kind(HEADERS, type(error), {})}


def _detail(error: Exception) -> str:
    return error.public_message if isinstance(error, EsteiraError) else str(error)


def _facts(error: Exception) -> Mapping[str, object]:
    return error.facts if isinstance(error, EsteiraError) else {}
