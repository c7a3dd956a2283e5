"""The cores without a queue between them, beside the floor, on services of their own.

They are what the pipeline could do if nothing else took time. Every round runs the floor and each size of batch once.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from esteira.core.log import logger

from benchmarks.contenders.peers import FLOOR, SOURCE_TABLE
from benchmarks.peers.orders import SQL
from benchmarks.sections.consumer_core import consumer_core
from benchmarks.sections.core_line import core_line
from benchmarks.sections.floor_core import floor_round
from benchmarks.sections.options import Options
from benchmarks.sections.producer_core import producer_core
from tests.harness.mongo import MongoServer, running_mongo
from tests.harness.postgres import Postgres, running_postgres

BATCHES = (1, 10, 100, 1000)


@dataclass(frozen=True, kw_only=True)
class Core:
    """`run` takes nothing and returns the seconds of wall and of processor time for so many orders."""

    orders: int
    run: Callable[[], tuple[float, float]]


def core(options: Options) -> dict[str, Any]:
    """Return a line for the floor, one for each batch of the consumer, and one for the producer."""
    logger.setLevel(logging.ERROR)
    with _cores(options) as cores:
        for each in cores.values():
            each.run()
        rounds = [{name: each.run() for name, each in cores.items()} for _ in range(options.rounds)]
    lines = [core_line(name, each.orders, [found[name] for found in rounds]) for name, each in cores.items()]
    return {"lines": [*lines, producer_core(options)]}


@contextmanager
def _cores(options: Options) -> Iterator[Mapping[str, Core]]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory()))
        postgres = opened.enter_context(running_postgres(folder / "postgres"))
        mongo = opened.enter_context(running_mongo(folder / "mongo"))
        consumer = opened.enter_context(consumer_core(target_dsn=postgres.migrated("target"), mongo_url=mongo.url()))
        sizes = {batch: consumer.orders(options.orders, batch=batch) for batch in BATCHES}
        yield {
            FLOOR: Core(orders=options.orders, run=partial(_floor, postgres, mongo, options.orders)),
            **{
                f"consumer, batches of {batch:,}": Core(
                    orders=orders, run=partial(consumer.process, orders, batch=batch)
                )
                for batch, orders in sizes.items()
            },
        }


def _floor(postgres: Postgres, mongo: MongoServer, orders: int) -> tuple[float, float]:
    """Run the floor with new databases and a log of its own."""
    return floor_round(
        orders,
        new_source=lambda: _database(postgres, "floor_source", SOURCE_TABLE),
        target_dsn=_database(postgres, "floor_target", SQL / "target.sql"),
        mongo_url=mongo.url("floor"),
    )


def _database(postgres: Postgres, name: str, schema: Path) -> str:
    dsn = postgres.create_database(name)
    with psycopg.connect(dsn) as connection:
        connection.execute(schema.read_bytes())
    return dsn
