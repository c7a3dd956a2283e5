"""Handlers of the API's own pages. Everything comes from the bundle, so that "try it" works from the same origin."""

from typing import Any, NoReturn

from chalice.app import Response
from esteira.core.announcing.wiring import count
from esteira.core.auditing.audited import record_nothing
from esteira.core.errors import Unauthorized
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.reporting.wiring import report

from docs.files import DOCUMENT, REDOC, SWAGGER_UI, File, file_of


def nobody(token: str) -> NoReturn:
    """Raise `Unauthorized`: no route here asks who calls."""
    del token
    raise Unauthorized


app = GuardedApp("docs", authenticate=nobody, count=count, report=report, audit=record_nothing)


@app.route("/openapi.json", policy=Policy.PUBLIC, answers=dict[str, Any])
def show_document() -> Any:
    """Show this document: OpenAPI 3.1."""
    return _answer(DOCUMENT)


@app.route("/docs", policy=Policy.PUBLIC, answers=str, media_type="text/html")
def show_swagger_ui() -> Any:
    """Show the document as a page (Swagger UI) on which every route can be tried."""
    return _answer(SWAGGER_UI["index.html"])


@app.route("/docs/{file}", policy=Policy.PUBLIC, answers=str, media_type="*/*")
def show_swagger_ui_file(file: str) -> Any:
    """Show a file of that page: script, style or picture."""
    return _answer(file_of(SWAGGER_UI, file))


@app.route("/redoc", policy=Policy.PUBLIC, answers=str, media_type="text/html")
def show_redoc() -> Any:
    """Show the document as a page (Redoc) to read."""
    return _answer(REDOC["index.html"])


@app.route("/redoc/{file}", policy=Policy.PUBLIC, answers=str, media_type="*/*")
def show_redoc_file(file: str) -> Any:
    """Show a file of that page: script or picture."""
    return _answer(file_of(REDOC, file))


def _answer(file: File) -> Response:
    return Response(body=file.text(), headers=file.headers)
