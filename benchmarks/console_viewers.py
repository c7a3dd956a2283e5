"""Cost of open overviews while orders flow: `python -m benchmarks.console_viewers [SECONDS] [VIEWERS] [ORDERS]`.

Opens the overview as so many browsers do (600 s, 50, and 200 orders a second by default): the page, then its socket,
whose updates are read and acknowledged. Orders go into a source and its target, announced as the functions do it.
Prints twice a minute the processor time of the console as a share of one core, and its resident memory; at the end the
share of it all.
"""

import asyncio
import json
import os
import re
import sys
from ast import literal_eval
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import psutil
import psycopg
import redis as driver
from esteira.core.announcing.redis import CHANNEL
from esteira.core.principal import Role
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.console_pages import TOKEN, console_process
from benchmarks.filled_stores import OWNER, Amounts, database, filled_stores, move_cursor
from tests.browser.running_console import ConsoleStores
from tests.harness.callers import admit

REPORT_SECONDS = 30
TICK_SECONDS = 0.1
ACKNOWLEDGE_SECONDS = 3.0
QUERY = re.compile(r"query: (\{.*\}),\n")

INSERT_ORDERS = """
INSERT INTO orders (product, price, security_check)
SELECT 'pen', 1.5, true FROM generate_series(1, %s) RETURNING id
"""
PERSIST_ORDERS = """
INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)
SELECT 'source1', id, 'pen', 1.5, true, 1, gen_random_uuid(), '' FROM unnest(%s::bigint[]) AS id
"""


@dataclass(kw_only=True)
class Received:
    """What all browsers were sent. `opened`: how often one has connected; `cuts`: how often it was cut off again."""

    opened: int = 0
    cuts: int = 0
    messages: int = 0
    bytes: int = 0
    failed: list[str] = field(default_factory=list)


async def main(seconds: int = 600, viewers: int = 50, orders_per_second: int = 200) -> None:
    """Fill the stores, open the pages, let orders flow, and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        stores = stack.enter_context(filled_stores(folder, Amounts().divided(100)))
        url, process = stack.enter_context(console_process(stores, folder))
        admit(stores.mongo_url, TOKEN, role=Role.VIEWER, name=OWNER.name)
        received = Received()
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            assert (await client.post("/sign-in", data={"token": TOKEN})).is_redirect
            pages = []
            for number in range(viewers):
                # One after the other: the console keeps few pages to which no browser has connected.
                pages.append(asyncio.create_task(_view(client, received)))
                while received.opened + len(received.failed) <= number:
                    await asyncio.sleep(0.05)
            print(f"{received.opened} pages open, {process.memory_info().rss / 2**20:.0f} MiB", flush=True)
            orders = asyncio.create_task(asyncio.to_thread(_flow, stores, seconds, orders_per_second))
            await _report(process, received, seconds)
            written = await orders
        for page in pages:
            page.cancel()
        await asyncio.gather(*pages, return_exceptions=True)
        print(
            f"{written} orders, {received.messages} messages, {received.bytes / 1e6:.1f} MB; failed: {received.failed}"
        )


async def _view(client: httpx.AsyncClient, received: Received) -> None:
    """Load the overview and follow it, as its browser does: a connection that is cut is made again."""
    try:
        html = (await client.get("/")).raise_for_status().text
        found = QUERY.search(html)
        assert found is not None
        query = {**literal_eval(found[1]), "document_id": str(uuid4()), "tab_id": str(uuid4())}
        while True:
            await _connected(client, query, received)
            received.cuts += 1
            await asyncio.sleep(1)
    except Exception as error:
        received.failed.append(repr(error))


async def _connected(client: httpx.AsyncClient, query: dict[str, object], received: Received) -> None:
    address = f"{str(client.base_url).rstrip('/').replace('http', 'ws')}/_nicegui_ws/socket.io/"
    async with connect(
        f"{address}?{urlencode({**_texts(query), 'EIO': '4', 'transport': 'websocket'})}",
        additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())},
        max_size=None,
        open_timeout=60,
    ) as socket:
        received.opened += 1
        await _follow(socket, query, received)


def _texts(query: Mapping[str, object]) -> Mapping[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}


async def _follow(socket: ClientConnection, query: dict[str, object], received: Received) -> None:
    """Read all messages of Engine.IO and Socket.IO: answer pings, connect, and acknowledge what was read.

    `query` follows, so that a new connection goes on where this one ends.
    """
    acknowledged_at = monotonic()
    async for message in socket:
        text = message if isinstance(message, str) else message.decode()
        received.messages += 1
        received.bytes += len(text)
        if text.startswith("0"):
            await socket.send("40")
        elif text == "2":
            await socket.send("3")
        elif number := re.search(r'"_id":(\d+)', text):
            query["next_message_id"] = int(number[1]) + 1
            if monotonic() - acknowledged_at > ACKNOWLEDGE_SECONDS:
                acknowledged_at = monotonic()
                ack = {name: query[name] for name in ("client_id", "next_message_id")}
                await socket.send(f"42{json.dumps(['ack', ack])}")


def _flow(stores: ConsoleStores, seconds: int, orders_per_second: int) -> int:
    """Write orders and announce them, until the time is over. Returns how many."""
    written, begun = 0, monotonic()
    databases = database(stores.source_dsn), database(stores.target_dsn)
    with (
        psycopg.connect(stores.source_dsn, autocommit=True) as source,
        psycopg.connect(stores.target_dsn, autocommit=True) as target,
        driver.Redis.from_url(stores.redis_url) as redis,
    ):
        while (past := monotonic() - begun) < seconds:
            due = int(past * orders_per_second) - written
            ids = [row for (row,) in source.execute(INSERT_ORDERS, (due,))]
            target.execute(PERSIST_ORDERS, (ids,))
            move_cursor(*databases)
            redis.publish(CHANNEL, "orders")
            written += due
            sleep(TICK_SECONDS)
    return written


async def _report(process: psutil.Process, received: Received, seconds: int) -> None:
    begun, at_first = monotonic(), _processor_seconds(process)
    before, before_at = at_first, begun
    while monotonic() - begun < seconds:
        await asyncio.sleep(min(REPORT_SECONDS, seconds))
        now, at = _processor_seconds(process), monotonic()
        print(
            f"{at - begun:5.0f} s: {100 * (now - before) / (at - before_at):5.1f} % of a core,"
            f" {process.memory_info().rss / 2**20:5.0f} MiB, {received.messages} messages, {received.cuts} cuts,"
            f" load of the machine {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        before, before_at = now, at
    print(f"as a whole {100 * (before - at_first) / (before_at - begun):.1f} % of a core")


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    asyncio.run(main(*(int(word) for word in sys.argv[1:])))
