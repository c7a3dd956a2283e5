"""The floor in this process: what reading the sources and writing target and log in bulk takes, without a queue."""

from collections.abc import Callable
from time import perf_counter, process_time

from benchmarks.contenders.peers import write_to_sources
from benchmarks.peers import floor
from benchmarks.peers.places import Places

SOURCES = 2


def floor_round(orders: int, *, new_source: Callable[[], str], target_dsn: str, mongo_url: str) -> tuple[float, float]:
    """Move orders from two new sources. Returns the seconds of wall time, and of processor time of this process."""
    sources = {f"source{number}": new_source() for number in range(1, SOURCES + 1)}
    places: Places = {
        "sources": sources,
        "target_dsn": target_dsn,
        "mongo_url": mongo_url,
        "redis_url": "",
        "amqp_url": "",
        "sqs_endpoint": "",
        "queue": "",
        "queue_url": "",
    }
    write_to_sources(places, orders)
    wall, processor = perf_counter(), process_time()
    floor.publish(places)
    return perf_counter() - wall, process_time() - processor
