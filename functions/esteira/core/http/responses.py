"""The one place where errors become HTTP responses: an error code and a sentence, without internal details."""

import re
from collections.abc import Mapping
from typing import TypeVar

from chalice.app import Response

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


def error_response(error: Exception) -> Response:
    """Return the response to a request that ended in this error; 500 without details for an unexpected one."""
    status = _of_kind(STATUSES, error, 500)
    body: dict[str, object]
    if status == 500:
        body = {"error": "internal", "detail": "Internal error; the log of the function has the details."}
    else:
        body = {"error": _error_code(type(error)), "detail": _detail(error), **_facts(error)}
    return Response(body=body, status_code=status, headers=_headers(error))


def _of_kind(table: Mapping[type[EsteiraError], T], error: Exception, default: T) -> T:
    return next((entry for kind, entry in table.items() if isinstance(error, kind)), default)


def _headers(error: Exception) -> dict[str, str | list[str]]:
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after_seconds)}
    return {**_of_kind(HEADERS, error, {})}


def _detail(error: Exception) -> str:
    return error.public_message if isinstance(error, EsteiraError) else str(error)


def _facts(error: Exception) -> Mapping[str, object]:
    return error.facts if isinstance(error, EsteiraError) else {}


def _error_code(kind: type[Exception]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
