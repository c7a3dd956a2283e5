"""Fifty listeners, one of which never reads: the others receive everything, and memory use stays constant."""

import asyncio
import gc
import json
import socket
import tracemalloc
from contextlib import AsyncExitStack

from esteira.core.clock import utc_now
from esteira.metrics.metric import Metric, metric
from websockets.asyncio.client import ClientConnection, connect

from tests.harness.waiting import wait_for
from tests.integration.console.served import TOKEN, ServedFeed

READERS = 49
ROUNDS = 120
WARM_UP_ROUNDS = 5
LANES = 60
"""Enough for changes of 10 kB."""

MOST_GROWTH_BYTES = 512 * 1024
"""Room for the queue of one listener plus a margin. The messages it never reads are twice that size."""


def test_a_listener_that_never_reads_harms_nobody(feed: ServedFeed) -> None:
    tracemalloc.start()
    try:
        growth, received, listeners = asyncio.run(_publish_to_all(feed))
    finally:
        tracemalloc.stop()

    wait_for("all are forgotten", lambda: feed.hub.listeners == 0)
    assert received == list(range(ROUNDS))
    assert listeners == READERS
    assert growth < MOST_GROWTH_BYTES


async def _publish_to_all(feed: ServedFeed) -> tuple[int, list[float], int]:
    """Return the growth of memory in bytes, the value of each change, and the number of listeners at the end."""
    async with AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(_listener(feed)) for _ in range(READERS)]
        await stack.enter_async_context(_unread_listener(feed))
        snapshots = [json.loads(await reader.recv()) for reader in readers]
        assert {snapshot["type"] for snapshot in snapshots} == {"snapshot"}
        received = [await _received_change(feed, number, readers) for number in range(WARM_UP_ROUNDS)]
        before = _memory_bytes()
        received += [await _received_change(feed, number, readers) for number in range(WARM_UP_ROUNDS, ROUNDS)]
        return _memory_bytes() - before, received, feed.hub.listeners


async def _received_change(feed: ServedFeed, number: int, readers: list[ClientConnection]) -> float:
    await asyncio.to_thread(feed.do, lambda: feed.hub.publish(_metrics(number)))
    value: float = json.loads(await _receive_by_all(readers))["metrics"]["queue.lane000.visible"]["value"]
    return value


async def _receive_by_all(readers: list[ClientConnection]) -> str | bytes:
    """Return the next message, which must be the same for all readers."""
    async with asyncio.timeout(20):
        (message,) = {await reader.recv() for reader in readers}
    return message


def _metrics(number: int) -> dict[str, Metric]:
    now = utc_now()
    found = [metric("queue.{lane}.visible", number, now, lane=f"lane{lane:03}") for lane in range(LANES)]
    return {each.name: each for each in found}


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


def _unread_listener(feed: ServedFeed) -> connect:
    """Return a listener with a small receive buffer that never reads."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", feed.port))
    return _listener(feed, client)


def _memory_bytes() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
