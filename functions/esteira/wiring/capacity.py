"""The composition root of the worker manager and the scaler."""

from functools import cached_property

from redis import Redis

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.decision_log import PostgresDecisionLog
from esteira.adapters.process.host import MachineHost
from esteira.adapters.redis.capacity_boards import RedisHeartbeatBoard, RedisPlanBoard
from esteira.adapters.redis.cursors import connect
from esteira.adapters.sqs.client import sqs_client
from esteira.adapters.sqs.gauge import SqsQueueGauge
from esteira.clock import utc_now
from esteira.domain.names import Lane
from esteira.errors import TargetUnavailable
from esteira.settings import OperatorSettings
from esteira.use_cases.plan_capacity import Lookout
from esteira.use_cases.ports.flow import DecisionLog, HeartbeatBoard, PlanBoard
from esteira.use_cases.ports.ledger import QueueGauge

QUEUE_PATIENCE_SECONDS = 2
"""A manager that waited longer for a queue would miss its next tick; a queue that does not answer is no disaster."""


class Capacity:
    """What capacity is planned and kept with. Nothing is connected before it is used."""

    def __init__(self, settings: OperatorSettings) -> None:
        self._settings = settings

    @cached_property
    def lookout(self) -> Lookout:
        """All that the manager needs."""
        return Lookout(
            gauges={lane: self._gauge(lane) for lane in self._settings.lanes},
            workers=self.workers,
            host=MachineHost(),
            plans=self.plans,
            log=self.log,
            clock=utc_now,
        )

    @cached_property
    def plans(self) -> PlanBoard:
        """Where the current plan is."""
        return RedisPlanBoard(self._redis)

    @cached_property
    def workers(self) -> HeartbeatBoard:
        """Where the workers beat."""
        return RedisHeartbeatBoard(self._redis)

    @cached_property
    def log(self) -> DecisionLog:
        """Where decisions and the scaler's deeds are kept."""
        return PostgresDecisionLog(self._target)

    def close(self) -> None:
        """Gives back all connections."""
        self._redis.close()
        self._target.close()

    def _gauge(self, lane: Lane) -> QueueGauge:
        url = self._settings.lanes[lane].queue_url
        client = sqs_client(url, connections=1, read_timeout_seconds=QUEUE_PATIENCE_SECONDS, retries=0)
        return SqsQueueGauge(client, url)

    @cached_property
    def _redis(self) -> Redis:
        return connect(self._settings.redis_url)

    @cached_property
    def _target(self) -> Database:
        return Database(self._settings.target_dsn, unavailable=TargetUnavailable, connections=2)
