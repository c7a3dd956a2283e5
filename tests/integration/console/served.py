"""The feed behind uvicorn, in a thread with an event loop of its own; figures come from the test."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from esteira.clock import utc_now
from esteira.domain.metrics.callbacks import Bands
from esteira.domain.metrics.metric import Metric, metric
from fastapi import FastAPI
from pydantic import SecretStr
from websockets.sync.client import ClientConnection, connect

from console.feed.hub import Hub
from console.sessions import Guard
from console.web import Console, routes
from tests.integration.console.figures import HandFigures
from tests.services.waiting import wait_for

TOKEN = "a-token-of-this-test-long-enough"


@dataclass(frozen=True)
class ServedFeed:
    """A feed being served. The hub must be used on its event loop only: `do` does that."""

    hub: Hub
    port: int
    loop: asyncio.AbstractEventLoop

    @property
    def http_url(self) -> str:
        """The base URL of the routes."""
        return f"http://127.0.0.1:{self.port}"

    def do(self, work: Callable[[], None]) -> None:
        """Runs `work` on the feed's loop, and returns when it is done."""

        async def on_the_loop() -> None:
            work()

        asyncio.run_coroutine_threadsafe(on_the_loop(), self.loop).result(timeout=10)

    def publish(self, **values: float) -> None:
        """Publishes these figures of the lane `orders`, named by the last part of their names."""
        self.do(lambda: self.hub.publish(depths(**values)))

    def connect(self, query: str = "", *, token: str = TOKEN) -> ClientConnection:
        """A client authenticated by its header."""
        headers = {"Authorization": f"Bearer {token}"}
        return connect(f"ws://127.0.0.1:{self.port}/ws{query}", additional_headers=headers)

    def connect_without_header(self) -> ClientConnection:
        """A client that is not authenticated yet."""
        return connect(f"ws://127.0.0.1:{self.port}/ws")


def depths(**values: float) -> Mapping[str, Metric]:
    """Figures of the lane `orders`, measured now: `depths(visible=3)`."""
    found = [metric(f"queue.{{lane}}.{part}", value, utc_now(), lane="orders") for part, value in values.items()]
    return {figure.name: figure for figure in found}


def hear(client: ClientConnection, timeout_seconds: float = 10) -> Any:
    """The next message, decoded."""
    return json.loads(client.recv(timeout=timeout_seconds))


def _listener() -> socket.socket:
    """A socket with small buffers: the kernel's large ones would hide a client that does not read."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
    listener.bind(("127.0.0.1", 0))
    return listener


@contextmanager
def served_feed() -> Iterator[ServedFeed]:
    """Serves the feed until the block ends."""
    hub, listener = Hub(), _listener()
    port = listener.getsockname()[1]
    app = FastAPI()
    guard = Guard(SecretStr(TOKEN))
    app.include_router(
        routes(Console(hub=hub, guard=guard, figures=HandFigures(), bands=Bands(slow_from=1, alert_from=2)))
    )
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", ws_per_message_deflate=False, timeout_graceful_shutdown=1)
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve([listener])))
    thread.start()
    try:
        wait_for("the feed is served", lambda: server.started, within_seconds=20)
        yield ServedFeed(hub=hub, port=port, loop=loop)
    finally:
        server.should_exit = True
        thread.join(20)
        loop.close()
