"""The floor: read the sources, bulk-write target and log a thousand at a time, no queue. No pipeline can cost less."""

import json
from collections.abc import Callable
from itertools import islice
from typing import Any

from benchmarks.peers.orders import PAGE_ROWS, SQL, Stores, bodies, document
from benchmarks.peers.places import Places
from benchmarks.peers.role import play

INSERT_ORDERS = (SQL / "insert_orders.sql").read_bytes()


def publish(places: Places) -> None:
    """Write everything."""
    stores, remaining = Stores(places), bodies(places)
    while page := [json.loads(body) for body in islice(remaining, PAGE_ROWS)]:
        stores.target.execute(INSERT_ORDERS, _columns(page))
        stores.target.commit()
        stores.log.insert_many([document(order) for order in page], ordered=False)


def _columns(page: list[dict[str, Any]]) -> dict[str, list[Any]]:
    names = ("source", "source_id", "product", "price", "security_check", "message_id", "payload_hash")
    return {name: [order[name] for order in page] for name in names}


def consume(_places: Places, _ready: Callable[[], None]) -> None:
    """There is nothing to consume."""
    raise SystemExit("the floor has no consumer")


if __name__ == "__main__":
    play(publish=publish, consume=consume)
