"""The feed behind uvicorn, in a thread with its own event loop. The test publishes metrics and status."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from esteira.core.clock import utc_now
from esteira.metrics.metric import Metric, metric
from fastapi import FastAPI
from websockets.sync.client import ClientConnection, connect

from console.access.session_routes import session_routes
from console.feed.hub import FeedHub
from console.frame.audit_trail import LogAuditTrail
from console.web import ConsoleDeps, routes
from tests.fixtures.visitors import visitors_on_twins
from tests.harness.waiting import wait_for
from tests.integration.console.twins import MemoryMetricsGateway

TOKEN = "a-token-of-this-test-long-enough"


@dataclass(frozen=True)
class ServedFeed:
    """A running feed. Use the hub only through `do`, which runs on its event loop."""

    hub: FeedHub
    port: int
    loop: asyncio.AbstractEventLoop

    @property
    def http_url(self) -> str:
        """Base URL of the routes."""
        return f"http://127.0.0.1:{self.port}"

    def do(self, work: Callable[[], None]) -> None:
        """Run the work on the feed's event loop and wait for it."""

        async def on_the_loop() -> None:
            work()

        asyncio.run_coroutine_threadsafe(on_the_loop(), self.loop).result(timeout=10)

    def publish(self, **values: float) -> None:
        """Publish these metrics of the lane `orders`, by the last part of their names."""
        self.do(lambda: self.hub.publish(depths(**values)))

    def connect(self, query: str = "", *, token: str = TOKEN) -> ClientConnection:
        """A client that authenticates by header."""
        headers = {"Authorization": f"Bearer {token}"}
        return connect(f"ws://127.0.0.1:{self.port}/ws{query}", additional_headers=headers)

    def connect_without_header(self) -> ClientConnection:
        """A client that has not authenticated yet."""
        return connect(f"ws://127.0.0.1:{self.port}/ws")


def depths(**values: float) -> Mapping[str, Metric]:
    """Metrics of the lane `orders`, measured now: `depths(visible=3)`."""
    found = [metric(f"queue.{{lane}}.{part}", value, utc_now(), lane="orders") for part, value in values.items()]
    return {each.name: each for each in found}


def receive(client: ClientConnection, timeout_seconds: float = 10) -> Any:
    """Return the next message, decoded."""
    return json.loads(client.recv(timeout=timeout_seconds))


def _listener() -> socket.socket:
    """A listening socket with small send buffers: large ones would hide that a client does not read."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
    listener.bind(("127.0.0.1", 0))
    return listener


@contextmanager
def served_feed() -> Iterator[ServedFeed]:
    """Serve until the block is left."""
    hub, listener = FeedHub(), _listener()
    port = listener.getsockname()[1]
    app = FastAPI()
    visitors = visitors_on_twins(TOKEN)
    deps = ConsoleDeps(hub=hub, visitors=visitors, metrics=MemoryMetricsGateway(), audit=LogAuditTrail())
    app.include_router(routes(deps))
    app.include_router(session_routes(visitors))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", ws_per_message_deflate=False, timeout_graceful_shutdown=1)
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve([listener])))
    thread.start()
    try:
        wait_for("the feed is served", lambda: server.started)
        yield ServedFeed(hub=hub, port=port, loop=loop)
    finally:
        server.should_exit = True
        thread.join(20)
        loop.close()
