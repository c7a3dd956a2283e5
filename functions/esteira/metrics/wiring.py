"""Builds the dependencies of the metrics, for the monitor and the console."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

from redis import Redis

from esteira.core.clock import utc_now
from esteira.core.names import Lane
from esteira.core.redis import redis_client
from esteira.core.settings import OperatorSettings, read
from esteira.core.wiring import Wired
from esteira.metrics.compute_metrics import MetricsDeps
from esteira.metrics.figures.callbacks import Bands
from esteira.metrics.measure import (
    MetricsPart,
    callbacks_part,
    counted_ledger_part,
    flow_part,
    queue_part,
    source_part,
    tallied_ledger_part,
    tokens_part,
    workers_part,
)
from esteira.metrics.measure_throughput import ThroughputDeps
from esteira.metrics.ports import MetricsStore
from esteira.metrics.postgres.target_figures import PostgresTargetFigures
from esteira.metrics.redis import RedisMetricsStore
from esteira.reconciliation.postgres.tallied_ledger import TalliedSourceLedgerReader, TalliedTargetLedgerReader
from esteira.reconciliation.postgres.target_ledger import PostgresTargetLedgerReader
from esteira.reconciliation.read_ledger import LedgerDeps
from esteira.reconciliation.stores import OperatorStores
from esteira.scaling.redis import RedisHeartbeatStore, RedisPlanCache
from esteira.stack.wiring import stack_name
from esteira.tokens.postgres.token_repository import PostgresTokenRepository


class Metrics:
    """What metrics are computed, stored and read with. Connections open at their first use."""

    def __init__(self, settings: OperatorSettings) -> None:
        self._stores = OperatorStores(settings)
        self.stack = stack_name(settings.lanes["orders"].queue_url)

    @cached_property
    def store(self) -> MetricsStore:
        """Current values and history."""
        return RedisMetricsStore(self._redis)

    @cached_property
    def quick(self) -> MetricsDeps:
        """For `compute_metrics` every second: the ledger is tallied, and counted in full if it does not balance."""
        return self._metrics_deps(tallied_ledger_part(self.tallied, self.counted))

    @cached_property
    def thorough(self) -> MetricsDeps:
        """For `compute_metrics` every minute: the ledger comes from a full count."""
        return self._metrics_deps(counted_ledger_part(self.counted, self._figures))

    def close(self) -> None:
        """Close all connections."""
        self._stores.close()

    def _metrics_deps(self, ledger: MetricsPart) -> MetricsDeps:
        settings = self._stores.settings
        bands = Bands(slow_from=settings.callback_bands.slow_from, alert_from=settings.callback_bands.alert_from)
        margin = timedelta(seconds=settings.token_margin_seconds)
        return MetricsDeps(
            parts=[
                callbacks_part(self._figures, bands),
                tokens_part(PostgresTokenRepository(self._stores.target), default_margin=margin),
                *(self._queue_part(lane) for lane in settings.lanes),
                *self._source_parts(),
                *self._capacity_parts(),
                ledger,
            ],
            counter=ThroughputDeps(figures=self._figures, store=self.store),
            store=self.store,
            clock=utc_now,
        )

    @cached_property
    def _figures(self) -> PostgresTargetFigures:
        return PostgresTargetFigures(self._stores.target)

    def _queue_part(self, lane: Lane) -> MetricsPart:
        queues = self._stores.lane(lane)
        depth_readers = self._stores.depth_reader(queues.queue_url), self._stores.depth_reader(queues.dlq_url)
        return queue_part(lane, *depth_readers, self._figures)

    def _source_parts(self) -> Sequence[MetricsPart]:
        cursor_locator = self._stores.cursor_locator
        return [
            source_part(cursor_locator.sources[name], ledger_deps, cursor_locator, cursor_locator.restarts)
            for name, ledger_deps in self.tallied.sources.items()
        ]

    def _capacity_parts(self) -> Sequence[MetricsPart]:
        plans = RedisPlanCache(self._redis)
        return [workers_part(RedisHeartbeatStore(self._redis), plans), flow_part(plans)]

    @cached_property
    def _redis(self) -> Redis:
        return self._stores.opened(redis_client(self._stores.settings.redis_url, decode=False))

    @cached_property
    def tallied(self) -> LedgerDeps:
        """For `read_ledger` every second: counts kept by triggers."""
        modes = {name: source.cursor_mode for name, source in self._stores.settings.sources.items()}
        return LedgerDeps(
            sources={
                name: TalliedSourceLedgerReader(database, modes[name])
                for name, database in self._stores.sources.items()
            },
            target=TalliedTargetLedgerReader(self._stores.target),
            cursors=self._stores.cursor_locator,
            lane=self._stores.depth_reader(self._stores.lane("orders").queue_url),
        )

    @cached_property
    def counted(self) -> LedgerDeps:
        """For `read_ledger` every minute, and whenever the tallies do not balance."""
        return LedgerDeps(
            sources=self._stores.source_readers,
            target=PostgresTargetLedgerReader(self._stores.target),
            cursors=self.tallied.cursors,
            lane=self.tallied.lane,
        )


@Wired
def metrics() -> Metrics:
    """Return the wiring of this process. Raises `BadSettings`."""
    return Metrics(read(OperatorSettings))
