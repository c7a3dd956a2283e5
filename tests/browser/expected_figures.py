"""Expected values of the metrics on the page, read with SQL and from SQS, without the code under test."""

import psycopg

from tests.browser.running_console import SLOW_FROM, ConsoleStores
from tests.harness.queues import TestLane, sqs_client

COUNTS = {
    "visible": "ApproximateNumberOfMessages",
    "in_flight": "ApproximateNumberOfMessagesNotVisible",
    "delayed": "ApproximateNumberOfMessagesDelayed",
}


def expected_figures(console_stores: ConsoleStores) -> dict[str, str]:
    """Return every value that the overview may show, in its English format.

    Nothing is published or consumed here: no row of the source has been read, and all rates are 0.
    """
    rows = _count(console_stores.source_dsn, "orders")
    unprocessed = _count(console_stores.target_dsn, "callbacks WHERE processed_at IS NULL")
    ledger = {
        "not_read": rows,
        "persisted": _count(console_stores.target_dsn, "orders"),
        "rejected": _count(console_stores.target_dsn, "producer_rejects"),
        "dead": _count(console_stores.target_dsn, "order_failures WHERE attempt >= 5"),
        "conflict": 0,
        "retrying": _count(console_stores.target_dsn, "order_failures WHERE attempt < 5"),
        "queued": 0,
        "in_flight": 0,
    }
    return {
        "callbacks.unprocessed": f"{unprocessed:,}",
        "callbacks.band": "Normal" if unprocessed < SLOW_FROM else "Slow",
        "source.source1.lag": f"{rows:,}",
        "source.source1.horizon_age_seconds": "0 s",
        "source.source1.readable": "yes",
        "source.source1.restarted": "no",
        "ledger.residual": "Residual 0",
        **dict.fromkeys(("throughput.orders", "throughput.orders.attempts", "throughput.orders.errors"), "0/s"),
        **{f"ledger.{state}": f"{count:,}" for state, count in ledger.items()},
        **_queues(console_stores),
    }


def _queues(console_stores: ConsoleStores) -> dict[str, str]:
    sqs = sqs_client(console_stores.sqs_endpoint)

    def read(url: str) -> dict[str, str]:
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return {name: f"{int(attributes[count]):,}" for name, count in COUNTS.items()}  # type: ignore[index]

    def lane(name: str, queues: TestLane) -> dict[str, str]:
        found = {f"queue.{name}.{count}": value for count, value in read(queues.queue_url).items()}
        return found | {f"queue.{name}.dead": read(queues.dlq_url)["visible"]}

    return lane("orders", console_stores.orders) | lane("payments", console_stores.payments)


def _count(dsn: str, rows: str) -> int:
    with psycopg.connect(dsn) as connection:
        found = connection.execute(f"SELECT count(*) FROM {rows}".encode()).fetchone()
    assert found is not None
    return int(found[0])
