"""Expected values of the metrics on the page, read with SQL, from SQS and Redis, without the code under test."""

import json
from typing import Any

import psycopg
import redis as driver

from tests.browser.running_console import SLOW_FROM, ConsoleStores
from tests.harness.queues import TestLane, sqs_client

RULES = {"maximum": "its maximum", "paused": "lane paused"}
"""The English text of the rules that these tests use."""

LANES = ("orders", "payments", "lookups")

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
        **dict.fromkeys((f"throughput.{lane}{part}" for lane in LANES for part in ("", ".errors")), "0/s"),
        **{f"ledger.{state}": f"{count:,}" for state, count in ledger.items()},
        **_queues(console_stores),
        **_workers(console_stores),
    }


def _workers(console_stores: ConsoleStores) -> dict[str, str]:
    """Plan and heartbeats as they are in Redis: those that the tests write lie in the future, and are never too old."""
    with driver.Redis.from_url(console_stores.redis_url, decode_responses=True) as client:
        stored = client.get("esteira:flow:plan")
        plan = json.loads(str(stored)) if stored else None
        beats = [json.loads(beat) for beat in client.hvals("esteira:workers")]
    figures = {"flow.plan_age_seconds": "0 s" if plan else "–"}
    for lane in LANES:
        of_lane = [beat for beat in beats if beat["lane"] == lane]
        figures |= _workers_of(lane, of_lane, plan["lanes"].get(lane) if plan else None)
    return figures


def _workers_of(lane: str, beats: list[dict[str, Any]], planned: dict[str, Any] | None) -> dict[str, str]:
    return {
        f"workers.{lane}.alive": str(len(beats)),
        f"workers.{lane}.in_hand": f"{sum(beat['in_hand'] for beat in beats):,}",
        f"workers.{lane}.wanted": str(planned["workers"]) if planned else "–",
        f"workers.{lane}.missing": str(max(0, planned["workers"] - len(beats))) if planned else "–",
        f"flow.{lane}.rule": RULES[planned["rule"]] if planned else "–",
    }


def _queues(console_stores: ConsoleStores) -> dict[str, str]:
    sqs = sqs_client(console_stores.sqs_endpoint)

    def read(url: str) -> dict[str, str]:
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return {name: f"{int(attributes[count]):,}" for name, count in COUNTS.items()}  # type: ignore[index]

    def lane(name: str, queues: TestLane) -> dict[str, str]:
        found = {f"queue.{name}.{count}": value for count, value in read(queues.queue_url).items()}
        return found | {f"queue.{name}.dead": read(queues.dlq_url)["visible"]}

    return {
        **lane("orders", console_stores.orders),
        **lane("payments", console_stores.payments),
        **lane("lookups", console_stores.lookups),
    }


def _count(dsn: str, rows: str) -> int:
    with psycopg.connect(dsn) as connection:
        found = connection.execute(f"SELECT count(*) FROM {rows}".encode()).fetchone()
    assert found is not None
    return int(found[0])
