"""With fifty listeners, one of which never reads, the others receive everything and memory stays constant."""

import asyncio
import gc
import json
import socket
import tracemalloc
from contextlib import AsyncExitStack

from esteira.clock import utc_now
from esteira.domain.metrics.metric import Metric, metric
from websockets.asyncio.client import ClientConnection, connect

from tests.integration.console.served import TOKEN, ServedFeed
from tests.services.waiting import wait_for

READERS = 49
ROUNDS = 120
WARM_UP_ROUNDS = 5
LANES = 60
"""A change of 10 kB."""

MOST_GROWTH_BYTES = 512 * 1024
"""The most bytes buffered for one listener before it is dropped, plus tolerance; twice as much is sent."""


def test_a_listener_that_never_reads_harms_nobody(feed: ServedFeed) -> None:
    tracemalloc.start()
    try:
        growth, heard, listeners = asyncio.run(_publish_to_all(feed))
    finally:
        tracemalloc.stop()

    wait_for("all are forgotten", lambda: feed.hub.listeners == 0, within_seconds=20)
    assert heard == list(range(ROUNDS))
    assert listeners == READERS
    assert growth < MOST_GROWTH_BYTES


async def _publish_to_all(feed: ServedFeed) -> tuple[int, list[float], int]:
    """Memory growth, what every reader received of each change, and the listeners left at the end."""
    async with AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(_listener(feed)) for _ in range(READERS)]
        await stack.enter_async_context(_deaf_listener(feed))
        snapshots = [json.loads(await reader.recv()) for reader in readers]
        assert {snapshot["type"] for snapshot in snapshots} == {"snapshot"}
        heard = [await _heard_change(feed, number, readers) for number in range(WARM_UP_ROUNDS)]
        before = _memory_bytes()
        heard += [await _heard_change(feed, number, readers) for number in range(WARM_UP_ROUNDS, ROUNDS)]
        return _memory_bytes() - before, heard, feed.hub.listeners


async def _heard_change(feed: ServedFeed, number: int, readers: list[ClientConnection]) -> float:
    await asyncio.to_thread(feed.do, lambda: feed.hub.publish(_figures(number)))
    value: float = json.loads(await _all_hear(readers))["metrics"]["queue.lane000.visible"]["value"]
    return value


async def _all_hear(readers: list[ClientConnection]) -> str | bytes:
    """The next message, which is the same for all."""
    async with asyncio.timeout(20):
        (message,) = {await reader.recv() for reader in readers}
    return message


def _figures(number: int) -> dict[str, Metric]:
    now = utc_now()
    found = [metric("queue.{lane}.visible", number, now, lane=f"lane{lane:03}") for lane in range(LANES)]
    return {figure.name: figure for figure in found}


def _listener(feed: ServedFeed, sock: socket.socket | None = None) -> connect:
    return connect(
        f"ws://127.0.0.1:{feed.port}/ws",
        sock=sock,
        additional_headers={"Authorization": f"Bearer {TOKEN}"},
        max_queue=1,
        ping_interval=None,
        compression=None,
        close_timeout=1,
    )


def _deaf_listener(feed: ServedFeed) -> connect:
    """A listener with a small receive buffer that never reads."""
    ear = socket.socket()
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    ear.connect(("127.0.0.1", feed.port))
    return _listener(feed, ear)


def _memory_bytes() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
