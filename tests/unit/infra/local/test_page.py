"""A page of a program on this machine: its body, or nothing."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from infra.local.page import page


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 503)
        self.end_headers()
        self.wfile.write(b"well")


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_page_of_a_program_that_is_ready(server: str) -> None:
    assert page(f"{server}/health", timeout_s=5) == b"well"


def test_a_program_that_is_not_ready_has_none(server: str) -> None:
    assert page(f"{server}/other", timeout_s=5) is None


def test_nothing_listens() -> None:
    assert page("http://127.0.0.1:1/health", timeout_s=5) is None
