"""Answers errors: browsers get a page, other clients JSON as FastAPI gives it."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from console.frame.error_page import error_page
from console.frame.preferences import Preferences

STATUSES = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.SERVICE_UNAVAILABLE)


def add_error_pages(app: FastAPI) -> None:
    """Register the handlers, in the place of those that NiceGUI may have registered."""
    for status in STATUSES:
        app.add_exception_handler(status, _refused)
    # Starlette raises the exception again after the answer, so that the server logs it.
    app.add_exception_handler(Exception, _failed)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if not _wants_page(request):
        return await http_exception_handler(request, error)
    return _page(request, HTTPStatus(error.status_code), error.headers)


def _failed(request: Request, _: Exception) -> Response:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _page(request, status) if _wants_page(request) else JSONResponse({"detail": status.phrase}, status)


def _page(request: Request, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    page = error_page(Preferences.of(request), status)
    return HTMLResponse(page, status, {**(headers or {}), "Cache-Control": "no-store"})


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
