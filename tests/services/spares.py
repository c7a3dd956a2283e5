"""Databases made ahead of need: while one test runs, those of the next are cloned on the other core."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType

from tests.services.postgres import Postgres, Schema

AHEAD = 2


class Spares(AbstractContextManager["Spares"]):
    """A store of fresh databases with our migrations."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="spares")
        self._ready: dict[Schema, deque[Future[str]]] = {"source": deque(), "target": deque()}

    def take(self, schema: Schema) -> str:
        """The DSN of a database that nobody has used and nobody else gets."""
        ready = self._ready[schema]
        while len(ready) <= AHEAD:
            ready.append(self._maker.submit(self._postgres.migrated, schema))
        return ready.popleft().result()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._maker.shutdown(cancel_futures=True)
