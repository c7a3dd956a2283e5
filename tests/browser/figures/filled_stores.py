"""Stores in which something is in every state that a page of the console shows. Nothing in them changes by itself."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import redis as driver
from esteira.audit.entry import id_from
from esteira.core.clock import utc_now
from esteira.scaling.config import ScalingConfig
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.wiring import Workbench
from psycopg.types.json import Jsonb
from pymongo import MongoClient

from tests.browser.figures.deployed_stack import deploy, meter
from tests.browser.pages.people import create_person
from tests.browser.planned_workers import planned_workers
from tests.browser.running_console import ConsoleStores
from tests.harness.pipeline import Pipeline
from tests.harness.queues import sqs_client

EMAIL = "ana@example.com"
FILL_TARGET = Path(__file__).with_name("fill_target.sql").read_text()
LONG_SECONDS = 3600


@contextmanager
def filled(stores: ConsoleStores) -> Iterator[None]:
    """Fill these stores, which nobody else uses. Whoever is signed in with `EMAIL` has look-ups and reports."""
    with planned_workers(stores.redis_url):
        account = create_person(stores, EMAIL)
        _fill_redis(stores)
        _fill_orders(stores)
        _fill_queues(stores)
        _fill_target(stores, account.principal("").id)
        _fill_mongo(stores, account.id)
        deploy(stores.sqs_endpoint, stores.orders.queue_url.rpartition("/")[2])
        meter(stores.sqs_endpoint, stores.orders.queue_url.rpartition("/")[2])
        yield


def _fill_orders(stores: ConsoleStores) -> None:
    """Persisted, rejected, dead, retrying, in flight and queued orders, and some that are not read."""
    with closing(Pipeline(stores.of_orders)) as pipeline, closing(Workbench(pipeline.settings)) as workbench:
        pipeline.fill("source1", *[True] * 5)
        pipeline.publish()
        pipeline.consume()
        pipeline.in_source("source1", "INSERT INTO orders (product, price, security_check) VALUES ('pen', 'NaN', true)")
        dead, also_dead, retrying, *_ = pipeline.fill("source1", *[True] * 6)
        pipeline.publish()
        pipeline.kill("source1", [dead, also_dead])
        pipeline.mark_dead("not a message")
        pipeline.record_failures("source1", [retrying], attempt=2)
        pipeline.fill("source1", True, False, True)
        file_dead_letters(workbench.deps, "orders")


# Visible, in flight, ended, failed, worked; workers that are ready, starting, draining and busy; in hand, planned.
QUIET_LANES = {
    "orders": "0 0 0 0 0 1 0 0 0 0 1 100.0 minimum 10",
    "payments": "0 0 0 0 0 1 0 0 0 0 1 100.0 paused 10",
    "lookups": "0 0 0 0 0 0 0 0 0 0 0 100.0 need 10",
}
"""A minute in which nothing came: two workers stood ready, and nobody waited."""


def _fill_redis(stores: ConsoleStores) -> None:
    """A worker that is heard no more, with what it used."""
    times = [utc_now() - timedelta(minutes=minutes) for minutes in (4, 3)]
    used = {"cpu_percent": 99.96, "memory_mib": 200.26, "rate_per_second": 3.14}
    name = "payments-9"
    beat = {"name": name, "lane": "payments", "host": "here", "pid": 9, "state": "draining", "in_hand": 7} | used
    beat |= {"processed": 12345, "failed": 12, "started_at": times[0].isoformat(), "at": times[1].isoformat()}
    with driver.Redis.from_url(stores.redis_url) as client:
        client.hset("esteira:workers", name, json.dumps(beat))
        for number, at in enumerate(times):
            usage = used | {"at": at.isoformat(), "cpu_percent": 12.34 + number}
            client.zadd(f"esteira:workers:usage:{name}", {json.dumps(usage): at.timestamp()})
        for seconds in range(60, -1, -2):
            entry = int((utc_now() - timedelta(seconds=seconds)).timestamp() * 1000)
            client.xadd("esteira:flow:ticks", {"host": "50 20 30", **QUIET_LANES}, id=f"{entry}-0")


def _fill_queues(stores: ConsoleStores) -> None:
    """An order in flight; payments of which one is delayed; a dead look-up."""
    sqs = sqs_client(stores.sqs_endpoint)
    sqs.receive_message(QueueUrl=stores.orders.queue_url, VisibilityTimeout=LONG_SECONDS)
    for delay in (0, 0, 900):
        sqs.send_message(QueueUrl=stores.payments.queue_url, MessageBody="a payment", DelaySeconds=delay)
    sqs.send_message(QueueUrl=stores.lookups.dlq_url, MessageBody="a look-up")


def _fill_target(stores: ConsoleStores, owner: str) -> None:
    with driver.Redis.from_url(stores.redis_url, decode_responses=True) as client:
        plan = json.loads(str(client.get("esteira:flow:plan"))) | {"at": utc_now().isoformat()}
    with psycopg.connect(stores.target_dsn) as connection:
        # The statements are several, which psycopg sends only without parameters.
        connection.execute("SELECT set_config('test.owner', %s, false)", [owner])
        connection.execute(FILL_TARGET.encode())
        connection.execute("INSERT INTO flow_decisions (at, plan) VALUES (now(), %s)", [Jsonb(plan)])
        for version, is_paused in ((1, False), (2, True)):
            configuration = ScalingConfig().model_dump(mode="json")
            configuration["lanes"]["payments"]["paused"] = is_paused
            connection.execute(
                "INSERT INTO flow_versions VALUES (%s, %s, %s, now() - interval '1 hour')",
                [version, Jsonb(configuration), "bia"],
            )


def _fill_mongo(stores: ConsoleStores, account_id: str) -> None:
    now = utc_now()
    with MongoClient[dict[str, Any]](stores.mongo_url, tz_aware=True) as client:
        database = client.get_default_database()
        accounts = database["accounts"]
        ana = accounts.find_one({"_id": account_id})
        assert ana
        for name, changed in (("bia", {"confirmed": False, "role": "viewer"}), ("caio", {"disabled": True})):
            address = f"{name}@example.com"
            own = {"_id": str(uuid4()), "email": address, "email_key": address, "name": name}
            accounts.insert_one({**ana, **own, **changed})
        database["sessions"].insert_one(_session(account_id, now))
        database["machine_tokens"].insert_one(
            {
                "_id": "night-job",
                "role": "viewer",
                "digest": "of the night job",
                "created_at": now - timedelta(days=9),
                "created_by": "user:ana",
                "expires_at": now - timedelta(days=1),
            }
        )
        database["audit_log"].insert_many([_entry(number, now) for number in range(1, 4)])


def _session(account_id: str, now: datetime) -> dict[str, Any]:
    return {
        "_id": "a session elsewhere",
        "account_id": account_id,
        "created_at": now - timedelta(days=1),
        "expires_at": now + timedelta(days=29),
        "address": "digest",
        "agent": "Firefox on Linux",
        "ended_at": None,
    }


def _entry(number: int, now: datetime) -> dict[str, Any]:
    at = now - timedelta(minutes=number)
    return {
        "_id": f"{id_from(at)}-0000000{number}",
        "at": at,
        "by_id": f"user:{number}",
        "by_name": f"person {number}",
        "role": "operator",
        "action": "lane.paused",
        "topic": "lane",
        "subject": "orders",
        "before": '{"paused": false}',
        "after": '{"paused": true}',
        "outcome": ("done", "refused", "failed")[number - 1],
        "reason": "",
        "address": "127.0.0.1",
        "expires_at": now + timedelta(days=400),
    }
