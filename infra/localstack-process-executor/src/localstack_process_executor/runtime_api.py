"""AWS's Lambda Runtime API for one process: next, response, error, init/error.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import io
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from queue import SimpleQueue
from socketserver import ThreadingTCPServer
from typing import Any

from localstack_process_executor.error_type import reported_error_type
from localstack_process_executor.events import Answered, AnswerRefused, InitFailed, ProcessEvent, RuntimeReady
from localstack_process_executor.invocation import PendingInvocation
from localstack_process_executor.limits import MAX_RESPONSE_BYTES

LOG = logging.getLogger(__name__)

RUNTIME = "/2018-06-01/runtime"
NEXT_PATH = f"{RUNTIME}/invocation/next"
INIT_ERROR_PATH = f"{RUNTIME}/init/error"
ERROR_TYPE_HEADER = "Lambda-Runtime-Function-Error-Type"

MAX_LINE_BYTES = 1 << 25
"""Longer than any header line of the runtime: that of an error of 6 MB, with its characters escaped."""


class RuntimeApi:
    """Listens on a free loopback port. Whatever the runtime reports goes to `report`, from the server's threads."""

    def __init__(self, report: Callable[[ProcessEvent], None]) -> None:
        self.report = report
        self._waiting: SimpleQueue[PendingInvocation | None] = SimpleQueue()
        self._current: PendingInvocation | None = None
        self._ready = False
        self._closed = False
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        threading.Thread(target=self._serve, name="lambda-runtime-api", daemon=True).start()

    @property
    def address(self) -> str:
        """HOST:PORT, the form of AWS_LAMBDA_RUNTIME_API."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def dispatch(self, invocation: PendingInvocation) -> None:
        """Give the runtime its next event as soon as it asks."""
        self._waiting.put(invocation)

    def next_invocation(self) -> PendingInvocation | None:
        """Block until there is an event, or return None when the API is closed. The first call ends init."""
        if not self._ready:
            self._ready = True
            self.report(RuntimeReady())
        self._current = self._waiting.get()
        return self._current

    def accepts(self, request_id: str) -> bool:
        """Whether this is the one invocation that is still to be answered. True once for each."""
        if self._current is None or self._current.request_id != request_id:
            return False
        self._current = None
        return True

    def close(self) -> None:
        """Stop listening and release waiting threads. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._waiting.put(None)
        with suppress(OSError):
            # Wakes the accepting thread at once, without a polling interval.
            self._server.socket.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while not self._closed:
            self._server.handle_request()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    api: RuntimeApi

    def handle_error(self, *_request_and_address: Any) -> None:
        # A killed process breaks its connection; its end is reported by the reaper.
        LOG.debug("Runtime API connection ended", exc_info=True)


class _LongLineReader(io.BufferedReader):
    """Cuts lines that are longer than the reader wants, instead of leaving their rest for the next line.

    The runtime repeats an error, its trace included, in one header line; http.server breaks off at 64 KiB.
    """

    def readline(self, limit: int | None = -1, /) -> bytes:
        line = super().readline(MAX_LINE_BYTES)
        if limit is None or limit < 0 or len(line) < limit:
            return line
        # http.server takes a line of `limit` bytes for one that is too long.
        return line[: limit - 3] + b"\r\n"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.rfile = _LongLineReader(self.rfile.detach())

    def do_GET(self) -> None:
        if self.path != NEXT_PATH:
            self._reply(HTTPStatus.NOT_FOUND)
        elif invocation := self.server.api.next_invocation():
            self._reply(HTTPStatus.OK, invocation.payload, invocation.headers())
        else:
            self.close_connection = True

    def do_POST(self) -> None:
        kind = self.path.rpartition("/")[2]
        if self.path == INIT_ERROR_PATH:
            self._init_error()
        elif self.path.startswith(f"{RUNTIME}/invocation/") and kind in {"response", "error"}:
            self._answer(request_id=self.path.split("/")[-2], is_error=kind == "error")
        else:
            self._body()
            self._reply(HTTPStatus.NOT_FOUND)

    def _init_error(self) -> None:
        error_type = self.headers.get(ERROR_TYPE_HEADER, "Runtime.Unknown")
        self.server.api.report(InitFailed(payload=self._body(), error_type=error_type))
        self._reply(HTTPStatus.ACCEPTED)

    def _answer(self, *, request_id: str, is_error: bool) -> None:
        if self._content_length() > MAX_RESPONSE_BYTES:
            self._refuse_answer(request_id)
            return
        body = self._body()
        if not self.server.api.accepts(request_id):
            self._reply(HTTPStatus.BAD_REQUEST)
            return
        # Before the reply: until it arrives the runtime cannot write another line to the log.
        error_type = reported_error_type(self.headers.get(ERROR_TYPE_HEADER, "")) if is_error else None
        self.server.api.report(Answered(payload=body, error_type=error_type))
        self._reply(HTTPStatus.ACCEPTED)

    def _refuse_answer(self, request_id: str) -> None:
        left = self._content_length()
        while left > 0 and (chunk := self.rfile.read(min(left, 1 << 16))):
            left -= len(chunk)
        self._reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self.server.api.accepts(request_id):
            self.server.api.report(AnswerRefused())

    def _content_length(self) -> int:
        return int(self.headers.get("Content-Length", 0))

    def _body(self) -> bytes:
        return self.rfile.read(self._content_length())

    def _reply(self, status: HTTPStatus, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        LOG.debug("Runtime API request", extra={"request": format % args})
