"""One connection: reads requests, has them answered, and writes the answers, all in the thread that calls it."""

import logging
import socket
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import httptools

from localstack_process_executor.web_server.answer import CONSENT, Answer, Headers, refusal
from localstack_process_executor.web_server.request import HttpRequest
from localstack_process_executor.web_server.request_reader import HeadTooLarge, RequestReader
from localstack_process_executor.web_server.wsgi_environ import Address, wsgi_environ

LOG = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]
"""WSGI, without the old `write` function."""

IDLE_S = 60
RECEIVED_BYTES = 64 * 1024


class Connection:
    """Ends when the client closes it, asks for its end, sends no request for IDLE_S or something that is not HTTP."""

    def __init__(self, connected: socket.socket, client: Address, application: Application) -> None:
        self._socket = connected
        self._client = client
        self._server: Address = connected.getsockname()[:2]
        self._application = application
        self._reader = RequestReader()
        self._ending = False

    def serve(self) -> None:
        """Return when the connection has ended."""
        with self._socket:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # By the kernel: a timeout of Python's own would cost another system call a read, and count for writes.
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", IDLE_S, 0))
            # A client that went away needs no answer.
            with suppress(ConnectionError):
                while not self._ending and self._read():
                    self._answer_complete()

    def end(self) -> None:
        """Called from another thread: read no further request. One that is being worked on is still answered."""
        self._ending = True
        # It may have ended meanwhile.
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RD)

    def _read(self) -> bool:
        try:
            data = self._socket.recv(RECEIVED_BYTES)
        except BlockingIOError:  # idle
            return False
        try:
            self._reader.feed(data)
        except HeadTooLarge:
            return self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        except httptools.HttpParserError:
            return self._refuse(HTTPStatus.BAD_REQUEST)
        if self._reader.takes_consent_request():
            self._socket.sendall(CONSENT)
        return bool(data)

    def _refuse(self, status: HTTPStatus) -> bool:
        self._answer_complete()
        self._socket.sendall(refusal(status))
        return False

    def _answer_complete(self) -> None:
        while self._reader.complete:
            request = self._reader.complete.popleft()
            with request.body:
                self._answer(request)

    def _answer(self, request: HttpRequest) -> None:
        started: list[Answer] = []

        def start_response(status: str, headers: Headers, _error: object = None) -> None:
            form = {"method": request.method, "http_version": request.http_version}
            started[:] = [Answer(status, headers, keeps_alive=request.keeps_alive, **form)]

        try:
            body = self._application(wsgi_environ(request, server=self._server, client=self._client), start_response)
        except Exception:
            LOG.exception("Request not answered: %s", request.method)
            self._socket.sendall(refusal(HTTPStatus.INTERNAL_SERVER_ERROR))
            self._ending = True
            return
        try:
            self._send(started[0], body)
        finally:
            if close := getattr(body, "close", None):
                close()

    def _send(self, answer: Answer, body: Iterable[bytes]) -> None:
        for piece in answer.pieces(body):
            self._socket.sendall(piece)
        self._ending = self._ending or not answer.keeps_alive
