"""Every metric equals the value in Postgres, SQS or Redis."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from esteira.consumer.attempt_counts import attempts_counted
from esteira.consumer.outcomes import AttemptStatus
from esteira.core.announcing.wiring import announce
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.metrics.compute_metrics import MetricsDeps, compute_metrics
from esteira.metrics.wiring import Metrics
from esteira.reconciliation.read_ledger import read_ledger
from esteira.scaling.redis import RedisHeartbeatStore, RedisPlanCache
from esteira.tokens.integration_token import NewToken
from esteira.tokens.postgres.token_repository import PostgresTokenRepository
from pydantic import SecretStr
from redis import Redis

from tests.fixtures.heartbeats import beat, plan
from tests.harness.pipeline import Pipeline
from tests.harness.redis import RedisServer
from tests.harness.waiting import wait_for

Choose = Callable[[Metrics], MetricsDeps]
each_way = pytest.mark.parametrize(
    "choose", [lambda metrics: metrics.quick, lambda metrics: metrics.thorough], ids=["quick", "thorough"]
)


def test_all_metrics_of_an_empty_installation_are_0_but_those_that_say_all_is_well(metrics: Metrics) -> None:
    compute_metrics(metrics.quick)

    found = values(metrics)

    readable = [found.pop(f"source.{source}.readable") for source in ("source1", "source2")]
    assert {found.pop("ledger.settled"), found.pop("ledger.balanced"), *readable} == {1}
    assert set(found.values()) == {0}


@each_way
def test_queue_metrics_equal_the_counts_of_sqs(pipeline: Pipeline, metrics: Metrics, choose: Choose) -> None:
    fill_every_state(pipeline)

    compute_metrics(choose(metrics))

    counted = pipeline.sqs.get_queue_attributes(QueueUrl=pipeline.addresses.lane.queue_url, AttributeNames=["All"])
    dead = pipeline.sqs.get_queue_attributes(QueueUrl=pipeline.addresses.lane.dlq_url, AttributeNames=["All"])
    assert figures(metrics, "queue.orders.visible", "queue.orders.in_flight", "queue.orders.dead") == [
        int(counted["Attributes"]["ApproximateNumberOfMessages"]),
        int(counted["Attributes"]["ApproximateNumberOfMessagesNotVisible"]),
        int(dead["Attributes"]["ApproximateNumberOfMessages"]),
    ]
    assert figures(metrics, "queue.orders.visible", "queue.orders.dead") == [1, 2]


@each_way
def test_ledger_metrics_equal_the_rows_of_the_tables(pipeline: Pipeline, metrics: Metrics, choose: Choose) -> None:
    fill_every_state(pipeline)

    compute_metrics(choose(metrics))

    ledger = read_ledger(pipeline.operator.ledger_deps)
    assert {name: value for name, value in values(metrics).items() if name.startswith("ledger.")} == {
        **{f"ledger.{state}": rows for state, rows in asdict(ledger.states).items()},
        "ledger.residual": 0,
        "ledger.phantom": 0,
        "ledger.overlapping": 0,
        "ledger.unattempted": 0,
        "ledger.unread": 0,
        "ledger.settled": 1,
        "ledger.balanced": 1,
    }
    assert figures(metrics, "ledger.persisted", "ledger.dead", "ledger.queued", "ledger.not_read") == [
        pipeline.in_target("SELECT count(*) FROM orders")[0][0],
        pipeline.in_target("SELECT count(*) FROM order_failures WHERE attempt = 5")[0][0],
        1,
        4,
    ]


@each_way
def test_the_lag_of_a_source_is_its_rows_past_the_cursor(pipeline: Pipeline, metrics: Metrics, choose: Choose) -> None:
    fill_every_state(pipeline)

    compute_metrics(choose(metrics))

    assert figures(metrics, "source.source1.lag", "source.source2.lag") == [4, 0]


def test_an_open_transaction_makes_the_horizon_age(pipeline: Pipeline, metrics: Metrics) -> None:
    with psycopg.connect(pipeline.addresses.source_dsns["source1"]) as writer:
        writer.execute("INSERT INTO orders (product, price, security_check) VALUES ('chair', 1, true)")

        def age() -> float:
            compute_metrics(metrics.quick)
            return values(metrics)["source.source1.horizon_age_seconds"]

        grown = wait_for("the horizon ages", lambda: age() > 0.2)

    assert grown


def test_callback_metrics_equal_the_rows_of_the_table(pipeline: Pipeline, metrics: Metrics) -> None:
    pipeline.in_target(
        "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, received_at,"
        " processed_at) SELECT 'acmepay', n::text, 'source1', n, 'paid', 1, now(), now() - interval '1 hour',"
        " CASE WHEN n > 60 THEN now() END FROM generate_series(1, 100) AS n"
    )

    compute_metrics(metrics.quick)

    assert figures(metrics, "callbacks.unprocessed", "callbacks.band") == [60, 1]
    assert metrics.store.read().metrics["callbacks.band"].note == "slow"
    assert 3600 <= values(metrics)["callbacks.oldest_seconds"] < 3660


def test_token_metrics_equal_the_rows_of_the_table_and_are_removed_with_them(
    pipeline: Pipeline, metrics: Metrics
) -> None:
    added_at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    with opened_token_repository(pipeline) as token_repository:
        token_repository.add(token("acme", added_at, timedelta(hours=1, minutes=30)))
        token_repository.add(token("other.v1", added_at, timedelta(days=9)))
        compute_metrics(metrics.quick)
        before_removal = figures(metrics, "token.acme.state", "token.other.v1.state", "token.acme.updated_at")
        token_repository.remove("acme")
        compute_metrics(metrics.quick)

    assert before_removal == [1, 0, added_at.timestamp()]
    assert values(metrics)["token.other.v1.lifetime_seconds"] == timedelta(days=9).total_seconds()
    assert [name for name in values(metrics) if name.startswith("token.acme.")] == []


def test_rates_are_the_growth_per_second_between_two_computations(pipeline: Pipeline, metrics: Metrics) -> None:
    compute_metrics(metrics.quick)
    before = metrics.store.read().mark
    pipeline.fill("source1", *[True] * 20)
    pipeline.publish()
    pipeline.consume()
    url = SecretStr(pipeline.addresses.redis_url)
    announce(
        "orders", attempts_counted("orders", {AttemptStatus.SUCCEEDED: 20, AttemptStatus.FAILED: 5}), redis_url=url
    )

    wait_for("a new mark", lambda: compute_metrics(metrics.quick) and metrics.store.read().mark != before)

    after = metrics.store.read().mark
    assert before
    assert after
    span = (after.at - before.at).total_seconds()
    assert [round(values(metrics)[name] * span, 6) for name in RATES] == [20, 25, 5]
    with Redis.from_url(pipeline.addresses.redis_url) as redis:
        counted = {key.decode(): int(value) for key, value in redis.hgetall("esteira:counts").items()}
    assert figures(metrics, "attempts.orders.all", "attempts.orders.errors") == [
        sum(counted.values()),
        counted["attempts.orders.failed"],
    ]


RATES = ("throughput.orders", "throughput.orders.attempts", "throughput.orders.errors")


def fill_every_state(pipeline: Pipeline) -> None:
    """Create three persisted orders, two dead, one queued and four unread."""
    pipeline.fill("source1", True, True)
    pipeline.fill("source2", True)
    pipeline.publish()
    pipeline.consume()
    dead = pipeline.fill("source2", False, False)
    pipeline.publish()
    pipeline.kill("source2", dead)
    pipeline.fill("source2", True)
    pipeline.publish()
    pipeline.fill("source1", True, True, True, True)


@contextmanager
def opened_token_repository(pipeline: Pipeline) -> Iterator[PostgresTokenRepository]:
    database = Database(SecretStr(pipeline.addresses.target_dsn), unavailable=TargetUnavailable)
    yield PostgresTokenRepository(database)
    database.close()


def token(name: str, at: datetime, lifetime: timedelta) -> NewToken:
    return NewToken(
        name=name,
        provider="acmepay",
        sealed_secret=b"sealed",
        lifetime=lifetime,
        expiring_margin=timedelta(hours=1),
        at=at,
    )


def values(metrics: Metrics) -> dict[str, float]:
    return {name: figure.value for name, figure in metrics.store.read().metrics.items()}


def figures(metrics: Metrics, *names: str) -> list[float]:
    found = values(metrics)
    return [found[name] for name in names]


@each_way
def test_worker_metrics_equal_heartbeats_and_plan(metrics: Metrics, own_redis: RedisServer, choose: Choose) -> None:
    now = datetime.now(UTC)
    with Redis.from_url(own_redis.url) as client:
        RedisHeartbeatStore(client).beat(beat("one", at=now, in_hand=3))
        RedisPlanCache(client).put(plan(at=now))

        compute_metrics(choose(metrics))

    names = ("workers.all", "workers.orders.in_hand", "workers.orders.wanted", "flow.orders.needed")
    assert figures(metrics, *names) == [1, 3, 4, 9]
