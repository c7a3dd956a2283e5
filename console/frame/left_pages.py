"""Pages that were left are let go at once, in whichever of two ways the process hears of it.

A page sends a beacon when it is left, and its browser closes the WebSocket with a code that says so. A busy page never
sends its beacon, since browsers wait for it half a second at most. A page that polls has no WebSocket.
"""

from http import HTTPStatus
from urllib.parse import parse_qs

from fastapi import FastAPI
from nicegui.client import Client
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GOING_AWAY = 1001
"""RFC 6455: "a browser having navigated away from a page". A connection that is lost has another code, or none."""


def let_left_pages_go(app: FastAPI) -> None:
    """Add both ways to the application."""
    app.post("/pages/{page}/left", status_code=HTTPStatus.NO_CONTENT)(_take_beacon)
    app.add_middleware(LeftPagesMiddleware)


class LeftPagesMiddleware:
    """ASGI middleware. It deletes the page of a WebSocket that its browser closes because the page was left."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application, and listen for the end of its WebSocket."""

        async def receive_and_look() -> Message:
            message = await receive()
            if message["type"] == "websocket.disconnect" and message.get("code") == GOING_AWAY:
                _let_go(_page_of(scope))
            return message

        await self._app(scope, receive_and_look if scope["type"] == "websocket" else receive, send)


async def _take_beacon(page: str) -> None:
    _let_go(page)


def _page_of(scope: Scope) -> str:
    """Return the id that NiceGUI's WebSockets carry in their address, or an empty text."""
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get("client_id", [""])[0]


def _let_go(page: str) -> None:
    """Delete the page. Its id, which nobody can guess, is all it needs."""
    if client := Client.instances.get(page):
        client.delete()
