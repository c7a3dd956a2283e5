"""Reads the stores behind the console directly, by the drivers alone, without any of the product's own readers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import redis as driver
from pymongo import MongoClient
from pymongo.database import Database

from tests.browser.figures.deployed_stack import aws_client
from tests.browser.running_console import ConsoleStores
from tests.harness.queues import TestLane

SQL = Path(__file__).with_name("sql")
COUNTS = {
    "visible": "ApproximateNumberOfMessages",
    "in_flight": "ApproximateNumberOfMessagesNotVisible",
    "delayed": "ApproximateNumberOfMessagesDelayed",
}


@dataclass(frozen=True, kw_only=True)
class Reads:
    """The stores, whose look-ups and reports are asked for: `owner`, and since when the console runs."""

    stores: ConsoleStores
    owner: str
    began: datetime

    @property
    def lanes(self) -> Mapping[str, TestLane]:
        """The lanes by name, in their order."""
        return {"orders": self.stores.orders, "payments": self.stores.payments, "lookups": self.stores.lookups}

    def rows(self, statement: str, **parameters: object) -> list[dict[str, Any]]:
        """Return what the statement in this file answers in the target: the columns are those of a table."""
        return [dict(row) for row in self.pairs(statement, **parameters)]

    def facts(self, statement: str, **parameters: object) -> list[tuple[str, Any]]:
        """Return the one row of a statement, with the names of facts. What is nothing is not shown."""
        [row] = self.pairs(statement, **parameters)
        return [(label.strip(), value) for label, value in row if value not in (None, "")]

    def pairs(self, statement: str, **parameters: object) -> list[list[tuple[str, Any]]]:
        """Return the rows of a statement in the target as columns with their values."""
        return _select(self.stores.target_dsn, (SQL / f"{statement}.sql").read_text(), parameters)

    def source_facts(self, order: int) -> list[tuple[str, Any]]:
        """Return the row of an order in the source."""
        [row] = _select(self.stores.source_dsn, (SQL / "source_order.sql").read_text(), {"id": order})
        return row

    def source_rows(self, condition: str = "true") -> int:
        """Return how many orders there are in the source."""
        [[(_, count)]] = _select(self.stores.source_dsn, f"SELECT count(*) FROM orders WHERE {condition}", {})
        return int(count)

    def depth(self, url: str) -> dict[str, int]:
        """Return the numbers of messages in a queue."""
        attributes = aws_client(self.stores.sqs_endpoint, "sqs").get_queue_attributes(
            QueueUrl=url, AttributeNames=["All"]
        )["Attributes"]
        return {name: int(attributes[count]) for name, count in COUNTS.items()}

    @contextmanager
    def mongo(self) -> Iterator[Database[dict[str, Any]]]:
        """The database of accounts, attempts and the audit log."""
        with MongoClient[dict[str, Any]](self.stores.mongo_url, tz_aware=True) as client:
            yield client.get_default_database()

    @contextmanager
    def redis(self) -> Iterator[driver.Redis]:
        """The Redis of plans, heartbeats and cursors."""
        with driver.Redis.from_url(self.stores.redis_url, decode_responses=True) as client:
            yield client

    def plan(self) -> Mapping[str, Any]:
        """Return the plan of the manager, by lane."""
        with self.redis() as client:
            lanes: Mapping[str, Any] = json.loads(str(client.get("esteira:flow:plan")))["lanes"]
        return lanes

    def beats(self) -> Sequence[Mapping[str, Any]]:
        """Return the heartbeats of all workers by their names, each with what it used."""
        with self.redis() as client:
            beats = [json.loads(str(beat)) for beat in client.hvals("esteira:workers")]
            for beat in beats:
                used = client.zrange(f"esteira:workers:usage:{beat['name']}", 0, -1)
                beat["usage"] = [json.loads(str(each)) for each in used]
        return sorted(beats, key=lambda beat: str(beat["name"]))


def _select(dsn: str, statement: str, parameters: Mapping[str, object]) -> list[list[tuple[str, Any]]]:
    with psycopg.connect(dsn) as connection:
        cursor = connection.execute(statement.encode(), parameters)
        names = [column.name for column in cursor.description or ()]
        return [list(zip(names, row, strict=True)) for row in cursor]
