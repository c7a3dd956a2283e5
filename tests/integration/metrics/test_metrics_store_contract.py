"""Contracts of `MetricsStore` and `Announcer`: the in-memory twins and Redis."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from esteira.core.announcing.memory import MemoryAnnouncer
from esteira.core.announcing.ports import Announcer
from esteira.core.announcing.redis import CHANNEL, RedisAnnouncer
from esteira.core.errors import MetricsUnavailable
from esteira.core.redis import redis_client
from esteira.metrics.figures.throughput import Mark
from esteira.metrics.memory import MemoryMetricsStore
from esteira.metrics.metric import Metric, metric
from esteira.metrics.ports import MetricsReport, MetricsStore, StoredMetrics
from esteira.metrics.redis import RedisMetricsStore
from esteira.metrics.ring_buffer import RINGS
from pydantic import SecretStr
from redis import Redis
from redis.client import PubSub

from tests.harness.ports import free_port
from tests.harness.redis import RedisServer

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECONDS, MINUTES, HOURS = RINGS


def redis_store(url: SecretStr) -> RedisMetricsStore:
    return RedisMetricsStore(redis_client(url, decode=False))


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A store and an announcer that share their counts. `received` returns the announced topics."""

    store: MetricsStore
    announcer: Announcer
    received: Callable[[], list[str]]


@pytest.fixture(params=["memory", "redis"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    if request.param == "memory":
        counted: Counter[str] = Counter()
        announcer = MemoryAnnouncer(counted=counted)
        store = MemoryMetricsStore(counted=counted)
        yield Pair(store=store, announcer=announcer, received=lambda: [*announcer.topics])
        return
    server: RedisServer = request.getfixturevalue("own_redis")
    with Redis.from_url(server.url) as client, client.pubsub(ignore_subscribe_messages=True) as listener:
        listener.subscribe(CHANNEL)
        listener.get_message(timeout=5)
        url = SecretStr(server.url)
        yield Pair(store=redis_store(url), announcer=RedisAnnouncer(url), received=lambda: _topics(listener))


@pytest.fixture
def store(pair: Pair) -> MetricsStore:
    return pair.store


def depth(value: float, at: datetime = NOON) -> Metric:
    return metric("queue.{lane}.visible", value, at, lane="orders")


def dead(value: float, at: datetime = NOON) -> Metric:
    return metric("queue.{lane}.dead", value, at, lane="orders")


def write(store: MetricsStore, *metrics: Metric) -> None:
    store.write(MetricsReport(at=metrics[0].at, metrics=metrics))


def test_an_empty_store_returns_no_values_history_or_counts(store: MetricsStore) -> None:
    assert store.read() == StoredMetrics()
    assert not store.history("queue.orders.visible", SECONDS, NOON, NOON).points
    assert store.counts() == {}


def test_current_values_are_read_as_they_were_written(store: MetricsStore) -> None:
    band = metric("callbacks.band", 1, NOON, note="slow")
    token = metric("token.{token}.seconds_left", -3.5, NOON, token="acme.v1")

    write(store, band, token)

    assert store.read() == StoredMetrics(
        since=NOON, metrics={"callbacks.band": band, "token.acme.v1.seconds_left": token}
    )


def test_a_report_replaces_its_metrics_and_leaves_the_others(store: MetricsStore) -> None:
    write(store, depth(1), dead(2))

    write(store, depth(5, NOON + timedelta(seconds=7)))

    stored = store.read()
    assert {name: figure.value for name, figure in stored.metrics.items()} == {
        "queue.orders.visible": 5,
        "queue.orders.dead": 2,
    }
    assert stored.since == NOON
    assert stored.metrics["queue.orders.dead"].at == NOON


def test_a_metric_is_removed_with_its_history(store: MetricsStore) -> None:
    write(store, depth(1), dead(2))

    store.write(MetricsReport(at=NOON, metrics=[], removed=frozenset({"queue.orders.dead"})))

    assert list(store.read().metrics) == ["queue.orders.visible"]
    assert [len(store.history("queue.orders.dead", ring, NOON, NOON).points) for ring in RINGS] == [0, 0, 0]


def test_a_mark_stays_until_a_report_has_a_new_one(store: MetricsStore) -> None:
    mark = Mark(at=NOON, counts={"orders": 7})

    store.write(MetricsReport(at=NOON, metrics=[], mark=mark))
    store.write(MetricsReport(at=NOON, metrics=[]))

    assert store.read().mark == mark


def test_a_minute_keeps_the_mean_of_a_level_and_the_last_of_a_total(store: MetricsStore) -> None:
    for second, value in enumerate([10, 20, 60]):
        at = NOON + timedelta(seconds=second)
        write(store, depth(value, at), dead(value, at))

    until = NOON + timedelta(seconds=5)

    assert [point.value for point in store.history("queue.orders.visible", SECONDS, NOON, until).points] == [10, 20, 60]
    assert [point.value for point in store.history("queue.orders.visible", MINUTES, NOON, until).points] == [30]
    assert [point.value for point in store.history("queue.orders.dead", HOURS, NOON, until).points] == [60]


def test_history_keeps_as_many_points_as_it_has_slots(store: MetricsStore) -> None:
    start = NOON - timedelta(seconds=SECONDS.slots)
    for second in range(SECONDS.slots + 5):
        write(store, depth(second, start + timedelta(seconds=second)))

    points = store.history("queue.orders.visible", SECONDS, start, NOON + timedelta(seconds=10)).points

    assert [points[0].value, points[-1].value, len(points)] == [5, SECONDS.slots + 4, SECONDS.slots]


def test_an_announcement_is_published_and_counted(pair: Pair) -> None:
    pair.announcer.announce("orders", {"attempts.orders.failed": 2})
    pair.announcer.announce("tokens", {})
    pair.announcer.announce("orders", {"attempts.orders.failed": 3, "attempts.orders.succeeded": 1})

    assert pair.received() == ["orders", "tokens", "orders"]
    assert pair.store.counts() == {"attempts.orders.failed": 5, "attempts.orders.succeeded": 1}


def test_counting_publishes_nothing(pair: Pair) -> None:
    pair.announcer.count({"functions.producer.invocations": 1})
    pair.announcer.count({"functions.producer.invocations": 1, "functions.producer.errors": 1})

    assert pair.received() == []
    assert pair.store.counts() == {"functions.producer.invocations": 2, "functions.producer.errors": 1}


def test_an_unreachable_redis_is_reported_with_its_setting() -> None:
    url = SecretStr(f"redis://127.0.0.1:{free_port()}/0")
    store = redis_store(url)

    with pytest.raises(MetricsUnavailable, match="ESTEIRA_REDIS_URL"):
        store.read()
    with pytest.raises(MetricsUnavailable, match="ESTEIRA_REDIS_URL"):
        RedisAnnouncer(url).announce("orders", {})
    with pytest.raises(MetricsUnavailable, match="ESTEIRA_REDIS_URL"):
        RedisAnnouncer(url).count({"functions.producer.invocations": 1})


def test_the_memory_of_a_metric_is_fixed(own_redis: RedisServer) -> None:
    store = redis_store(SecretStr(own_redis.url))

    for hours in range(0, 24 * 60, 7):
        write(store, depth(hours, NOON + timedelta(hours=hours, seconds=hours % 60)))

    with Redis.from_url(own_redis.url) as client:
        sizes = [client.strlen(f"esteira:metrics:ring:{ring.step_seconds}:queue.orders.visible") for ring in RINGS]
    assert all(size <= ring.size_bytes for size, ring in zip(sizes, RINGS, strict=True))


def test_the_next_announcement_replaces_a_broken_connection(own_redis: RedisServer) -> None:
    announcer = RedisAnnouncer(SecretStr(own_redis.url))
    announcer.announce("orders", {})

    own_redis.child.kill()
    own_redis.start_again()
    announcer.announce("orders", {"attempts.orders.failed": 1})

    assert redis_store(SecretStr(own_redis.url)).counts() == {"attempts.orders.failed": 1}


def _topics(listener: PubSub) -> list[str]:
    topics = []
    while message := listener.get_message(timeout=0.5):
        topics.append(message["data"].decode())
    return topics
