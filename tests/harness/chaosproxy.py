"""A TCP proxy on loopback that injects network faults between a client and a real service.

Bytes pass unchanged until a fault is set; `heal` removes all faults. The methods may be called from any
thread, and have taken effect when they return.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import replace
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit, urlunsplit

from tests.harness.link import ConnectionFaults, Link

T = TypeVar("T")
CHUNK_BYTES = 64 * 1024


class ChaosProxy:
    """Listens on a free loopback port (`port`) for the service at `host`:`service_port`. A context manager."""

    def __init__(self, service_port: int, *, host: str = "127.0.0.1", seed: int = 0) -> None:
        self._service = (host, service_port)
        self._faults = ConnectionFaults()
        self._rng = random.Random(seed)
        self._links: list[Link] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="chaosproxy", daemon=True)
        self.port = 0
        self.replies_lost = 0
        """Replies dropped so far."""

    @classmethod
    def before(cls, url: str, *, seed: int = 0) -> Self:
        """Return a proxy for the service in this URL or DSN."""
        parts = urlsplit(url)
        assert parts.port is not None, "the URL has no port"
        return cls(parts.port, host=parts.hostname or "127.0.0.1", seed=seed)

    def through(self, url: str) -> str:
        """Return the same URL or DSN through this proxy."""
        parts = urlsplit(url)
        login, at, _ = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{login}{at}127.0.0.1:{self.port}"))

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._call(self._shut_down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # ---- faults

    def heal(self) -> None:
        """Remove all faults. What was dropped stays lost."""
        self._do(lambda: setattr(self, "_faults", ConnectionFaults()))

    def cut(self) -> None:
        """Reset (RST) every open connection on both sides. New ones pass."""
        self._do(lambda: self._each_link(Link.reset))

    def half_open(self) -> None:
        """Close every open connection on the side of the service, while its client keeps waiting. New ones pass."""
        self._do(lambda: self._each_link(Link.abandon))

    def blackhole(self) -> None:
        """Accept connections and drop everything sent, in both directions, until `heal`."""
        self._change(blackhole=True)

    def latency(self, milliseconds: float, *, jitter_milliseconds: float = 0) -> None:
        """Delay every chunk of bytes, in both directions."""
        self._change(latency_seconds=milliseconds / 1000, jitter_seconds=jitter_milliseconds / 1000)

    def throttle(self, bytes_per_second: int) -> None:
        """Limit each direction of a connection."""
        self._change(bytes_per_second=bytes_per_second)

    def drop_reply_after(self, pattern: bytes, *, times: int = 1, chance: float = 1) -> None:
        """Pass requests that contain `pattern` to the service, and reset the client instead of passing the reply.

        This happens to `times` such requests, to each with the probability `chance`.
        """
        self._change(lose_reply_to=pattern, replies_to_lose=times, probability=chance)

    # ---- internals, all in the loop's thread

    def _accept(self, from_client: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        link = Link(client)
        self._links.append(link)
        self._tasks.add(task := self._loop.create_task(self._serve(link, from_client)))
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, link: Link, from_client: asyncio.StreamReader) -> None:
        try:
            from_service, link.service = await asyncio.open_connection(*self._service)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._requests(link, from_client))
                group.create_task(self._replies(link, from_service))
        except* OSError:
            link.reset()
        finally:
            link.close()

    async def _requests(self, link: Link, from_client: asyncio.StreamReader) -> None:
        while chunk := await from_client.read(CHUNK_BYTES):
            self._search_pattern(link, chunk)
            if link.service is not None:
                await self._forward(link.service, chunk)
        if link.service is not None:
            link.service.write_eof()

    async def _replies(self, link: Link, from_service: asyncio.StreamReader) -> None:
        while chunk := await from_service.read(CHUNK_BYTES):
            if link.loses_next_reply:
                self.replies_lost += 1
                link.reset()
                return
            await self._forward(link.client, chunk)
        if link.service is not None:
            link.client.write_eof()

    def _search_pattern(self, link: Link, chunk: bytes) -> None:
        faults = self._faults
        if faults.lose_reply_to is None or faults.replies_to_lose == 0:
            return
        if link.completes(faults.lose_reply_to, chunk) and self._rng.random() < faults.probability:
            link.loses_next_reply = True
            self._faults = replace(faults, replies_to_lose=faults.replies_to_lose - 1)

    async def _forward(self, to: asyncio.StreamWriter, chunk: bytes) -> None:
        faults = self._faults
        if faults.blackhole:
            return
        if seconds := faults.delay_seconds(len(chunk), self._rng.uniform(-1, 1)):
            await asyncio.sleep(seconds)
        to.write(chunk)
        await to.drain()

    async def _shut_down(self) -> None:
        # Not `close` yet: a connection that asyncio is just accepting would fail on the closed server, and stay open.
        self._loop.remove_reader(self._server.sockets[0].fileno())
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            self._each_link(Link.reset)
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
        # One whose task has ended may still have something to send.
        self._each_link(Link.reset)
        self._server.close()

    def _each_link(self, verb: Callable[[Link], None]) -> None:
        for link in self._links:
            verb(link)

    def _change(self, **faults: Any) -> None:
        self._do(lambda: setattr(self, "_faults", replace(self._faults, **faults)))

    def _do(self, verb: Callable[[], object]) -> None:
        async def act() -> None:
            verb()

        self._call(act())

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)
