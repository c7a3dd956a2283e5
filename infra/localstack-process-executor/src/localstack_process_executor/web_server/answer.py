"""The bytes of an answer."""

import time
from collections.abc import Iterable, Iterator
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

Headers = list[tuple[str, str]]

WITHOUT_BODY = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
CONSENT = b"HTTP/1.1 100 Continue\r\n\r\n"


class Answer:
    """What the application passed to `start_response`, and how it goes over the connection."""

    def __init__(self, status: str, headers: Headers, *, method: str, http_version: str, keeps_alive: bool) -> None:
        self._status = status
        self._headers = headers
        names = {name.lower(): value.lower() for name, value in headers}
        has_body = method != "HEAD" and int(status[:3]) not in WITHOUT_BODY
        self._has_body = has_body
        self._in_chunks = has_body and "content-length" not in names and http_version == "1.1"
        has_end = not has_body or "content-length" in names or self._in_chunks
        self.keeps_alive = keeps_alive and has_end and names.get("connection") != "close"
        self._names = names
        self._http_version = http_version

    def pieces(self, body: Iterable[bytes]) -> Iterator[bytes]:
        """Return what to send: the first piece holds the head, so that most answers are one."""
        parts = filter(None, body) if self._has_body else iter(())
        yield self._head() + self._framed(next(parts, b""))
        for part in parts:
            yield self._framed(part)
        if self._in_chunks:
            yield b"0\r\n\r\n"

    def _head(self) -> bytes:
        lines = [f"HTTP/1.1 {self._status}", *(f"{name}: {value}" for name, value in self._headers)]
        if "date" not in self._names:
            lines.append(f"Date: {http_date(int(time.time()))}")
        if self._in_chunks:
            lines.append("Transfer-Encoding: chunked")
        lines += self._connection()
        return "\r\n".join([*lines, "\r\n"]).encode("latin-1")

    def _connection(self) -> list[str]:
        if "connection" in self._names:
            return []
        if not self.keeps_alive:
            return ["Connection: close"]
        return ["Connection: keep-alive"] if self._http_version == "1.0" else []

    def _framed(self, part: bytes) -> bytes:
        return b"%x\r\n%b\r\n" % (len(part), part) if part and self._in_chunks else part


def refusal(status: HTTPStatus) -> bytes:
    """Return an answer to what is no request. The connection ends after it."""
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return head.encode("ascii")


@lru_cache(maxsize=2)
def http_date(second: int) -> str:
    """Return the time as RFC 9110 writes it."""
    return formatdate(second, usegmt=True)
