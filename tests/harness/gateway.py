"""All HTTP functions behind one gateway, as a WSGI application in this process."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from chalice.local import RouteMatcher
from chalice.test import Client
from esteira.core.http.app import GuardedApp

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Gateway:
    """Passes each request to the function that has its path, as the deployed API does."""

    def __init__(self, apps: Iterable[GuardedApp]) -> None:
        self._clients = {path: client for app in apps for client in [Client(app)] for path in app.routes}
        self._matcher = RouteMatcher(list(self._clients))

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Answer a WSGI request."""
        # The path as it was sent: WSGI's own is decoded, and `a%2Fb` would be two parts.
        address = f"{environ['REQUEST_URI'].partition('?')[0]}?{environ['QUERY_STRING']}"
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        answer = self._client(address).http.request(environ["REQUEST_METHOD"], address, _headers(environ), body)
        headers = [(name, _one(value)) for name, value in answer.headers.items()]
        start_response(f"{answer.status_code} {HTTPStatus(answer.status_code).phrase}", headers)
        return [answer.body]

    def _client(self, address: str) -> Client:
        try:
            return self._clients[self._matcher.match_route(address).route]
        except ValueError:
            # Any of them refuses a path that none has.
            return next(iter(self._clients.values()))


def _headers(environ: Environ) -> dict[str, str]:
    named = {name[5:].replace("_", "-").lower(): str(value) for name, value in environ.items() if name[:5] == "HTTP_"}
    return named | ({"content-type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {})


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]
