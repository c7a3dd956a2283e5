"""Refuses what pages of other sites send in the name of a visitor."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WITHOUT_COOKIE = frozenset({"/ws"})
"""Authenticated by a token, which no other site has: clients of any origin may connect."""


class SameOriginMiddleware:
    """ASGI middleware. Requests that change something, and WebSockets, must come from the console's own pages.

    Browsers say in `Origin` which page a request comes from; a client that is no browser sends none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application, or answer 403; a WebSocket is closed before it is accepted."""
        if not _is_foreign(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This request comes from another site.", 403)(scope, receive, send)


def _is_foreign(scope: Scope) -> bool:
    changes = scope["type"] == "websocket" or (scope["type"] == "http" and scope["method"] not in SAFE_METHODS)
    if not changes or scope["path"] in WITHOUT_COOKIE:
        return False
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
