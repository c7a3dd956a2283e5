"""Procrastinate: a job an order in the target Postgres itself, by the library's own connections."""

import asyncio
from collections.abc import Callable

import procrastinate

from benchmarks.peers.orders import Stores, bodies
from benchmarks.peers.places import Places
from benchmarks.peers.role import play

JOBS_AT_ONCE = 1000
POLL_SECONDS = 0.05


def prepare(places: Places) -> None:
    """Create the library's tables."""
    with _app(places).open() as app:
        app.schema_manager.apply_schema()


def publish(places: Places) -> None:
    """Defer a job for every order, a thousand in one statement."""
    with _app(places).open() as app:
        defer = app.configure_task("handle_order", queue="peer")
        batch: list[dict[str, object]] = []
        for body in bodies(places):
            batch.append({"body": body})
            if len(batch) == JOBS_AT_ONCE:
                defer.batch_defer(*batch)
                batch.clear()
        if batch:
            defer.batch_defer(*batch)


def consume(places: Places, ready: Callable[[], None]) -> None:
    """Run a worker, which takes one job at a time and is notified of new ones by Postgres."""
    asyncio.run(_work(places, ready))


def _app(places: Places) -> procrastinate.App:
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=places["target_dsn"]))


async def _work(places: Places, ready: Callable[[], None]) -> None:
    stores = Stores(places)
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=places["target_dsn"]))

    @app.task(name="handle_order", queue="peer")  # type: ignore[untyped-decorator]
    def handle_order(body: str) -> None:
        stores.handle(body)

    async with app.open_async():
        ready()
        await app.run_worker_async(queues=["peer"], concurrency=1, fetch_job_polling_interval=POLL_SECONDS)


if __name__ == "__main__":
    play(publish=publish, consume=consume, prepare=prepare)
