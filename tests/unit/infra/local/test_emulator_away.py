"""LocalStack is not running: commands say so, and show the rest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

from infra.errors import EmulatorUnreachable, MailboxMissing
from infra.local.home import Home
from infra.local.sent_mails import sent_mails
from infra.local.stack.outputs import completed
from infra.local.status import stack_status
from tests.unit.infra.local.environments import environment

NOBODY = "http://127.0.0.1:9"


def test_the_stack_is_down(tmp_path: Path) -> None:
    environment(tmp_path, aws_endpoint_url=NOBODY).write(Home(root=tmp_path))

    assert stack_status(Home(root=tmp_path)).state == "DOWN"


def test_completing_the_environment_says_that_the_emulator_does_not_answer(tmp_path: Path) -> None:
    without_stack = environment(tmp_path, aws_endpoint_url=NOBODY, queues={})

    with pytest.raises(EmulatorUnreachable, match=NOBODY):
        completed(without_stack)


def test_an_emulator_without_a_mailbox_is_told_from_one_that_is_away() -> None:
    with running_without_pages() as endpoint, pytest.raises(MailboxMissing, match="LocalStack"):
        sent_mails(endpoint)

    with pytest.raises(EmulatorUnreachable):
        sent_mails(NOBODY)


@contextmanager
def running_without_pages() -> Iterator[str]:
    """An HTTP server that has no page under any address."""
    with TemporaryDirectory() as empty, ThreadingHTTPServer(("127.0.0.1", 0), _pages_of(empty)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def _pages_of(folder: str) -> Callable[..., SimpleHTTPRequestHandler]:
    return partial(SimpleHTTPRequestHandler, directory=folder)
