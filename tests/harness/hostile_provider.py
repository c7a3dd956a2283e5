"""A provider that attacks its caller: `python -m tests.harness.hostile_provider PORT CANARY_PORT`.

The path of a request names the attack: `/gzip-bomb/CNPJ`.
"""

import gzip
import socketserver
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

MIB = 1024 * 1024
GIB = 1024 * MIB
DEEP = 100_000
HTML = {"Content-Type": "text/html; charset=utf-8"}
GZIP = {"Content-Encoding": "gzip"}

Answer = tuple[Mapping[str, str], Iterable[bytes]]


def gzip_bomb(size: int) -> Iterator[bytes]:
    """Yield gzip of so many zeros, about a thousandth of them, without compressing them all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    yield head
    for _ in range(size // MIB):
        yield block


def drip(body: bytes) -> Iterator[bytes]:
    """Yield a byte a second."""
    for byte in body:
        yield bytes([byte])
        time.sleep(1)


def billion_laughs() -> bytes:
    """Return HTML whose entities unfold to 10^9 words."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE html [<!ENTITY l0 "lol">{entities}]><table><tr><td>&l9;</td></tr></table>'.encode()


def quadratic_blow_up() -> bytes:
    """Return HTML with one long entity, used very often."""
    return f'<!DOCTYPE html [<!ENTITY a "{"a" * 50_000}">]><td>{"&a;" * 50_000}</td>'.encode()


def external_entity(canary_port: int) -> bytes:
    """Return XHTML that asks for a file and for a DTD of the canary."""
    canary = f"http://127.0.0.1:{canary_port}"
    return (
        f'<?xml version="1.0"?><!DOCTYPE html SYSTEM "{canary}/dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">'
        f'<!ENTITY y SYSTEM "{canary}/entity">]><html xmlns:xi="http://www.w3.org/2001/XInclude"><table><tr>'
        f'<td>NOME EMPRESARIAL<br>&x;&y;</td></tr></table><xi:include href="{canary}/include"/>'
        f'<img src="{canary}/image"><link rel="stylesheet" href="{canary}/style"></html>'
    ).encode()


def attacks(canary_port: int) -> Mapping[str, Callable[[], Answer]]:
    """Return the attacks by name."""
    return {
        "gzip-bomb": lambda: (GZIP, gzip_bomb(10 * GIB)),
        "gzip-bomb-of-html": lambda: ({**GZIP, **HTML}, gzip_bomb(10 * GIB)),
        "broken-gzip": lambda: (GZIP, [b"not gzip"]),
        "cut-gzip": lambda: (GZIP, [gzip.compress(b"{}" * 1000)[:-9]]),
        "unknown-encoding": lambda: ({"Content-Encoding": "br"}, [b"{}"]),
        "endless": lambda: ({}, iter(lambda: b" " * 65_536, b"")),
        "slow": lambda: ({}, drip(b"{" * 600)),
        "deep-json": lambda: ({}, [b"[" * DEEP, b"]" * DEEP]),
        "wide-json": lambda: ({}, [b"[" + b"[]," * 650_000 + b"[]]"]),
        "deep-html": lambda: (HTML, [b"<div>" * DEEP, b"</div>" * DEEP]),
        "wide-html": lambda: (HTML, [b"<table><tr>" + b"<td>a<b>b" * 220_000]),
        "nested-cells": lambda: (HTML, [b"<table><tr><td>a" * 100_000]),
        "billion-laughs": lambda: (HTML, [billion_laughs()]),
        "quadratic": lambda: (HTML, [quadratic_blow_up()]),
        "external-entity": lambda: (HTML, [external_entity(canary_port)]),
    }


class Handler(socketserver.StreamRequestHandler):
    """Answers one request with the attack that its path names."""

    def handle(self) -> None:
        """Answer, until the caller has had enough."""
        name = self.rfile.readline().split()[1].decode().split("/")[1]
        while self.rfile.readline().strip():
            pass
        try:
            self._attack(name)
        except OSError:
            return

    def _attack(self, name: str) -> None:
        if name == "slow-headers":
            self._send([f"HTTP/1.1 {HTTPStatus.OK} OK\r\n".encode(), *[b"X: y\r\n"]], drip(b"Y" * 600))
        elif name == "huge-headers":
            self._send([b"HTTP/1.1 200 OK\r\nX: "], (b"y" * MIB for _ in range(50)))
        elif name == "no-http":
            self._send([b"\x00\xff" * 100])
        else:
            headers, body = attacks(self.server.canary_port)[name]()  # type: ignore[attr-defined]
            lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
            self._send([f"HTTP/1.1 200 OK\r\nConnection: close\r\n{lines}\r\n".encode()], body)

    def _send(self, *parts: Iterable[bytes]) -> None:
        for part in parts:
            for data in part:
                self.wfile.write(data)


class Server(socketserver.ThreadingTCPServer):
    """A thread a connection."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, canary_port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.canary_port = canary_port

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a connection without a request is a probe."""


if __name__ == "__main__":
    Server(*map(int, sys.argv[1:])).serve_forever()
