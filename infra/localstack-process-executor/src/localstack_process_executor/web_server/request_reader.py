"""Makes requests of the bytes of one connection."""

from collections import deque

import httptools

from localstack_process_executor.web_server.request import HttpRequest

HEAD_BYTES = 64 * 1024
"""Limit of the target and headers together: S3 allows 2 KB of metadata, AWS's load balancers 64 KB in all."""


class HeadTooLarge(Exception):
    """The target and headers are longer than HEAD_BYTES."""


class RequestReader:
    """To be fed what was received. Complete requests are in `complete`, in their order.

    The methods `on_…` are called by the parser.
    """

    def __init__(self) -> None:
        self.complete: deque[HttpRequest] = deque()
        self._parser = httptools.HttpRequestParser(self)
        self._request = HttpRequest()
        self._head_bytes = 0
        self._awaits_consent = False

    def feed(self, data: bytes) -> None:
        """Read on. Raises `httptools.HttpParserError` for what is not HTTP, and `HeadTooLarge`."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # Another protocol is offered. The request counts, and what follows it on this connection cannot be read.
            self.complete[-1].keeps_alive = False
        except httptools.HttpParserCallbackError as error:
            raise error.__context__ or error from None

    def takes_consent_request(self) -> bool:
        """Return once whether the client waits for "100 Continue" before it sends the body."""
        awaits, self._awaits_consent = self._awaits_consent and not self.complete, False
        return awaits

    def on_message_begin(self) -> None:
        """Begin the next request."""
        self._request = HttpRequest()
        self._head_bytes = 0

    def on_url(self, part: bytes) -> None:
        """Add a part of the target."""
        self._count(part)
        self._request.target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        """Add a header."""
        self._count(name + value)
        self._request.headers.append((name, value))
        if name.lower() == b"expect" and value.lower() == b"100-continue":
            self._awaits_consent = True

    def on_body(self, part: bytes) -> None:
        """Add a part of the body, without the frame of a chunk."""
        self._request.add_to_body(part)

    def on_message_complete(self) -> None:
        """Hand over the request."""
        request, parser = self._request, self._parser
        request.method = parser.get_method().decode("ascii")
        request.http_version = parser.get_http_version()
        request.keeps_alive = parser.should_keep_alive()
        request.body.seek(0)
        self.complete.append(request)

    def _count(self, part: bytes) -> None:
        self._head_bytes += len(part)
        if self._head_bytes > HEAD_BYTES:
            raise HeadTooLarge
