"""What every peer does alike: read the orders of the sources, and write one order to the target and to the log."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

import psycopg
from pymongo import ASCENDING, IndexModel, MongoClient

from benchmarks.peers.places import Places

SQL = Path(__file__).parent / "sql"
READ_ORDERS, INSERT_ORDER = ((SQL / f"{name}.sql").read_bytes() for name in ("read_orders", "insert_order"))
PAGE_ROWS = 1000
LOG_LIFE = timedelta(days=7)


def bodies(places: Places) -> Iterator[str]:
    """Yield a message body for each order of each source, in the order of their ids."""
    for source, dsn in places["sources"].items():
        with psycopg.connect(dsn) as connection, connection.cursor(name="orders") as cursor:
            cursor.itersize = PAGE_ROWS
            cursor.execute(READ_ORDERS)
            for row in cursor:
                yield _body(source, *row)


def _body(source: str, source_id: int, product: str, price: str, security_check: bool) -> str:
    fields = {"product": product, "price": price, "security_check": security_check}
    return json.dumps(
        {
            "message_id": str(uuid5(NAMESPACE_OID, f"{source}:{source_id}")),
            "source": source,
            "source_id": source_id,
            "payload_hash": hashlib.sha256(json.dumps(fields).encode()).hexdigest(),
            **fields,
        }
    )


class Stores:
    """The connections of one consumer. `handle` is one order: commit, then log; the caller acknowledges after it."""

    def __init__(self, places: Places) -> None:
        self.target = psycopg.connect(places["target_dsn"])
        self.log = MongoClient[dict[str, Any]](places["mongo_url"]).get_default_database()["attempts"]
        self.log.create_indexes(
            [
                IndexModel([("expireAt", ASCENDING)], name="expire", expireAfterSeconds=0),
                IndexModel([("message_id", ASCENDING), ("processed_at", ASCENDING)], name="history"),
            ]
        )

    def handle(self, body: str) -> None:
        """Write one order to the target in a transaction of its own, and one document to the log."""
        order = json.loads(body)
        self.target.execute(INSERT_ORDER, {**order, "attempt": 1})
        self.target.commit()
        self.log.insert_one(document(order))


def document(order: dict[str, Any]) -> dict[str, Any]:
    """Return the log document of a successful attempt, with the fields that Esteira writes."""
    now = datetime.now(UTC)
    return {
        "_id": f"{uuid4()}:1",
        "message_id": order["message_id"],
        "sqs_message_id": order["message_id"],
        "lane": "orders",
        "attempt": 1,
        "status": "succeeded",
        "attempts_needed": 1,
        "error": None,
        "origin": {"source": order["source"], "source_id": order["source_id"], "read_at": now},
        "data": {name: order[name] for name in ("product", "price", "security_check")},
        "processed_at": now,
        "expireAt": now + LOG_LIFE,
    }
