"""Metrics recover by themselves after Redis lost its data or was down, and nothing else is affected (R13)."""

from datetime import UTC, datetime, timedelta

import pytest
from esteira.core.announcing.wiring import announce
from esteira.core.errors import MetricsUnavailable
from esteira.metrics.compute_metrics import compute_metrics
from esteira.metrics.read_history import ReadHistory, read_history
from esteira.metrics.read_metrics import read_metrics
from esteira.metrics.ring_buffer import RINGS
from esteira.metrics.wiring import Metrics
from esteira.reconciliation.read_ledger import read_ledger
from pydantic import SecretStr

from tests.harness.pipeline import Pipeline
from tests.harness.redis import RedisServer

NAME = "queue.orders.visible"


def now() -> datetime:
    return datetime.now(UTC)


def test_metrics_and_history_restart_after_their_loss(own_redis: RedisServer, metrics: Metrics) -> None:
    compute_metrics(metrics.quick)
    own_redis.flush()

    empty = read_metrics(metrics.store, now), read_history(metrics.store, NAME, ReadHistory(), now())
    restarted_at = now()
    compute_metrics(metrics.quick)
    restarted = read_metrics(metrics.store, now), read_history(metrics.store, NAME, ReadHistory(), now())

    assert (empty[0].since, bool(empty[0].metrics)) == (None, False)
    assert (empty[1].since, len(empty[1].points)) == (None, 0)
    assert restarted[0].since
    assert restarted[0].since >= restarted_at
    assert (restarted[1].since, len(restarted[1].points)) == (restarted[0].since, 1)


def test_an_unreachable_redis_fails_the_computation_with_the_name_of_its_setting(
    own_redis: RedisServer, metrics: Metrics
) -> None:
    compute_metrics(metrics.quick)
    own_redis.child.kill()

    with pytest.raises(MetricsUnavailable, match="ESTEIRA_REDIS_URL"):
        compute_metrics(metrics.quick)
    own_redis.start_again()
    computed = compute_metrics(metrics.quick)

    assert computed.failed == {}


def test_the_pipeline_continues_while_changes_cannot_be_announced(own_redis: RedisServer, pipeline: Pipeline) -> None:
    pipeline.fill("source1", True)
    pipeline.publish()
    own_redis.child.kill()

    announce("orders", {"attempts.orders.failed": 1}, redis_url=SecretStr(own_redis.url))
    pipeline.consume()

    own_redis.start_again()
    assert read_ledger(pipeline.operator.ledger_deps).states.persisted == 1


def test_a_part_that_is_down_keeps_its_last_values_and_their_times(pipeline: Pipeline, metrics: Metrics) -> None:
    compute_metrics(metrics.quick)
    before = metrics.store.read().metrics
    for url in (pipeline.addresses.lane.queue_url, pipeline.addresses.lane.dlq_url):
        pipeline.sqs.delete_queue(QueueUrl=url)

    computed = compute_metrics(metrics.quick)

    after = metrics.store.read().metrics
    assert set(computed.failed) == {"queue.orders.", "queue.payments.", "ledger."}
    assert after[NAME] == before[NAME]
    assert after["source.source1.lag"].at == computed.at
    assert after[NAME].is_stale(computed.at + timedelta(seconds=91))
    assert len(metrics.store.history(NAME, RINGS[0], before[NAME].at, computed.at).points) == 1
