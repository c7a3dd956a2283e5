"""Lets a page be heard only by the session that opened it.

NiceGUI asks a socket for nothing but the id of a page, with each event anew: whoever learned the id of an
administrator's page could press its buttons, in the name of that administrator.
"""

import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from esteira.core.log import logger
from nicegui import core
from nicegui.client import Client
from socketio.exceptions import ConnectionRefusedError as SocketRefused  # type: ignore[import-untyped]
from starlette.requests import cookie_parser

from console.access.session_routes import SESSION_COOKIE

HANDSHAKE_FAILED = "Implicit handshake failed"
"""The sentence at which NiceGUI's script loads the page again, which ends at the sign-in."""

OF_A_PAGE = ("event", "javascript_response", "ack", "log")

Handler = Callable[..., Any]


def bind_sockets_to_sessions() -> None:
    """Guard NiceGUI's socket. Call it once per process."""
    handlers: dict[str, Handler] = core.sio.handlers["/"]
    core.sio.on("connect", _connecting(handlers["connect"]))
    core.sio.on("handshake", _shaking_hands(handlers["handshake"]))
    for name in OF_A_PAGE:
        core.sio.on(name, _heard(handlers[name]))


def _connecting(connect: Handler) -> Handler:
    async def guarded(socket_id: str, environ: dict[str, Any], auth: object = None) -> None:
        query = parse_qs(environ.get("QUERY_STRING", ""))
        if query.get("implicit_handshake") == ["true"] and not _may_open(environ, query.get("client_id", [""])[0]):
            raise SocketRefused(HANDSHAKE_FAILED)
        await connect(socket_id, environ, auth)

    return guarded


def _shaking_hands(shake_hands: Handler) -> Handler:
    async def guarded(socket_id: str, data: dict[str, Any]) -> bool:
        may = _may_open(core.sio.get_environ(socket_id), str(data.get("client_id", "")))
        return bool(may and await shake_hands(socket_id, data))

    return guarded


def _heard(handle: Handler) -> Handler:
    """Hand on what comes from a socket that shook hands for the page that it names."""

    def guarded(socket_id: str, message: dict[str, Any]) -> None:
        if message.get("client_id") in core.sio.rooms(socket_id):
            handle(socket_id, message)
        else:
            logger.warning("event for the page of another socket refused", action="socket")

    return guarded


def _may_open(environ: dict[str, Any], page: str) -> bool:
    """Return whether the socket has the session with which the page was opened; the answer for no page is NiceGUI's."""
    client = Client.instances.get(page)
    if client is None:
        return True
    sent = cookie_parser(environ.get("HTTP_COOKIE", "")).get(SESSION_COOKIE, "")
    opened_with = client.request.cookies.get(SESSION_COOKIE, "")
    same = hmac.compare_digest(sent.encode(), opened_with.encode())
    if not same:
        logger.warning("socket of another session refused", action="socket")
    return same
