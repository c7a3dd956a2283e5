"""The one place where errors become HTTP answers: a word, a sentence, never internals."""

import re

from chalice.app import Response

from esteira.errors import (
    BadRequest,
    BadRow,
    BadSettings,
    EsteiraError,
    InvalidMessage,
    NotFound,
    SourceUnfit,
    Unauthorized,
    Unavailable,
)

STATUSES: dict[type[EsteiraError], int] = {
    BadRequest: 400,
    InvalidMessage: 400,
    BadRow: 400,
    Unauthorized: 401,
    NotFound: 404,
    SourceUnfit: 409,
    Unavailable: 503,
}

HEADERS: dict[int, dict[str, str]] = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}

QUIET = (Unavailable, BadSettings)
"""Errors whose details name hosts and settings; they stand in the log alone."""


def answer_error(error: Exception) -> Response:
    """The answer to a request that ended in this error."""
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)
    if status == 500:
        body = {"error": "internal", "detail": "Something is wrong on our side; the log has the details."}
    else:
        body = {"error": _word(type(error)), "detail": _detail(error)}
    return Response(body=body, status_code=status, headers={**HEADERS.get(status, {})})


def _detail(error: Exception) -> str:
    return str(type(error)()) if isinstance(error, QUIET) else str(error)


def _word(kind: type[Exception]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
