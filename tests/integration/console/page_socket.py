"""A page as a program opens it that is no browser: its HTML over HTTP, and its events by hand over its WebSocket."""

import json
import re
from itertools import count
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

WITHIN_SECONDS = 60.0
"""It only ends a test that hangs."""


class PageRefused(Exception):
    """The server does not let this session have this page, or its socket."""


def open_page(session: httpx.Client, path: str) -> str:
    """Load a page and return its id. Raises `PageRefused`."""
    answer = session.get(path)
    found = re.search(r"client_id\W+([\w-]+)", answer.text)
    if answer.status_code != httpx.codes.OK or found is None:
        raise PageRefused(f"{path}: {answer.status_code}")
    return found[1]


class PageSocket:
    """The socket of a page, with the session's cookies. A context manager.

    Like a browser's it connects anew when the server has given it up, which it does after two seconds of silence: a
    page without a connection is deleted after a while.
    """

    def __init__(self, session: httpx.Client, page: str, **headers: str) -> None:
        """Connect as NiceGUI's script does. Raises `PageRefused`."""
        self.page = page
        self._numbers, self._acknowledged = count(1), Queue[str]()
        query = {"client_id": page, "tab_id": page, "document_id": page, "next_message_id": 0}
        address = urlencode({**query, "implicit_handshake": "true", "EIO": 4, "transport": "websocket"})
        url = str(session.base_url).replace("http", "ws", 1).rstrip("/")
        self._url = f"{url}/_nicegui_ws/socket.io/?{address}"
        cookies = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
        self._headers = {"Cookie": cookies, **headers}
        self._closing = False
        self._socket = self._connect()
        Thread(target=self._listen, name="page-socket", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._socket.close()

    def emit(self, element: int, listener: str, *arguments: Any, page: str = "") -> None:
        """Send an event of an element, and wait until the server has taken it. `page`: another page's id."""
        message = {
            "id": element,
            "client_id": page or self.page,
            "listener_id": listener,
            "args": [json.dumps(argument) for argument in arguments],
        }
        number = str(next(self._numbers))
        self._socket.send(f"42{number}{json.dumps(['event', message])}")
        while self._acknowledged.get(timeout=WITHIN_SECONDS) != number:
            pass

    def _connect(self) -> ClientConnection:
        socket = connect(self._url, additional_headers=self._headers, max_size=None)
        socket.recv(WITHIN_SECONDS)
        socket.send("40")
        answer = str(socket.recv(WITHIN_SECONDS))
        if not answer.startswith("40"):
            socket.close()
            raise PageRefused(answer)
        return socket

    def _listen(self) -> None:
        while not self._closing:
            try:
                self._answer(self._socket)
            except ConnectionClosed:
                self._acknowledged.put("closed")
            if not self._closing:
                self._socket = self._connect()

    def _answer(self, socket: ClientConnection) -> None:
        for frame in socket:
            text = str(frame)
            if text == "2":
                socket.send("3")
            elif acknowledged := re.match(r"43(\d+)", text):
                self._acknowledged.put(acknowledged[1])
