"""Security headers of every response: own scripts only, no framing, no type sniffing, no referrer to other sites."""

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

# Vue compiles templates in the browser, which needs unsafe-eval; elements carry styles of their own.
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class SecurityHeadersMiddleware:
    """ASGI middleware. WebSockets pass through unchanged.

    The scripts that a page holds get its nonce: whatever comes from a store is escaped in pages, so every `<script` in
    one is ours.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application and add the headers to its response."""
        await self._app(scope, receive, _Response(send) if scope["type"] == "http" else send)


class _Response:
    """Holds the start of a page back until its body is there: the nonces change its length."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(
                HEADERS | {"Content-Security-Policy": POLICY.format(nonce=self._nonce)}
            )
            if _is_page(message):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
        else:
            await self._page(self._start, message)

    async def _page(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._body.replace(b"<script", f'<script nonce="{self._nonce}"'.encode())
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        self._start = None
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    headers = Headers(scope=start)
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
