"""Builds the dependencies of flow control, worker manager and scaler from the settings."""

from functools import cached_property

from pydantic import SecretStr
from redis import Redis

from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.queue.ports import QueueDepthReader
from esteira.core.redis import redis_client
from esteira.core.settings import BridgeSettings, FlowSettings, read
from esteira.core.wiring import Wired, Wiring
from esteira.scaling.configure_scaling import ConfigureScalingDeps
from esteira.scaling.host import MachineHost, UnlimitedHost
from esteira.scaling.plan_capacity import PlannerDeps
from esteira.scaling.ports import ConfigCache, DecisionLog, HeartbeatStore, PlanCache, ScalingConfigRepository
from esteira.scaling.postgres.decision_log import PostgresDecisionLog
from esteira.scaling.postgres.scaling_configs import PostgresScalingConfigRepository
from esteira.scaling.recording.ports import TickRecord
from esteira.scaling.recording.redis import RedisTickRecord
from esteira.scaling.redis import RedisConfigCache, RedisHeartbeatStore, RedisPlanCache

TARGET_CONNECTIONS = 2


class ScalingWiring(Wiring):
    """The target's tables and the Redis keys of scaling."""

    def __init__(self, *, target_dsn: SecretStr, redis_url: SecretStr) -> None:
        super().__init__()
        self._target_dsn = target_dsn
        self._redis_url = redis_url

    @cached_property
    def configs(self) -> ScalingConfigRepository:
        """All versions of the configuration."""
        return PostgresScalingConfigRepository(self._target)

    @cached_property
    def config_cache(self) -> ConfigCache:
        """The current configuration, where consumers read it."""
        return RedisConfigCache(self.redis)

    @cached_property
    def plans(self) -> PlanCache:
        """The current plan."""
        return RedisPlanCache(self.redis)

    @cached_property
    def heartbeats(self) -> HeartbeatStore:
        """The workers' heartbeats."""
        return RedisHeartbeatStore(self.redis)

    @cached_property
    def record(self) -> TickRecord:
        """What the manager observed at each tick of the last day."""
        return RedisTickRecord(self.redis)

    @cached_property
    def decisions(self) -> DecisionLog:
        """Decisions and scaling events."""
        return PostgresDecisionLog(self._target)

    @cached_property
    def redis(self) -> Redis:
        """The Redis client of all these stores."""
        return self.opened(redis_client(self._redis_url))

    @cached_property
    def _target(self) -> Database:
        return self.opened(Database(self._target_dsn, unavailable=TargetUnavailable, connections=TARGET_CONNECTIONS))


class ConfigWiring(ScalingWiring):
    """Everything that configuring needs. Connects when first used."""

    @cached_property
    def deps(self) -> ConfigureScalingDeps:
        """For the functions of `configure_scaling`."""
        return ConfigureScalingDeps(configs=self.configs, cache=self.config_cache, clock=utc_now)


@Wired
def config_wiring() -> ConfigWiring:
    """Return the wiring of this process. Raises `BadSettings`."""
    settings = read(FlowSettings)
    return ConfigWiring(target_dsn=settings.target_dsn, redis_url=settings.redis_url)


QUEUE_TIMEOUT_SECONDS = 2
"""A manager that waited longer for a queue would miss its next tick. A queue that does not answer changes nothing."""


class PlannerWiring(ScalingWiring):
    """Everything that manager and scaler need. Connects when first used."""

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(target_dsn=settings.target_dsn, redis_url=settings.redis_url)
        self._settings = settings

    @cached_property
    def deps(self) -> PlannerDeps:
        """For `plan_capacity`."""
        return PlannerDeps(
            depth_readers={lane: self._depth_reader(lane) for lane in self._settings.lanes},
            heartbeats=self.heartbeats,
            host=UnlimitedHost() if self._settings.scaler == "kubernetes" else MachineHost(),
            plans=self.plans,
            log=self.decisions,
            record=self.record,
            clock=utc_now,
            retry_delay_seconds=self._settings.retry_delay_seconds,
        )

    def _depth_reader(self, lane: Lane) -> QueueDepthReader:
        # Imported here: the function of flow control reads no queue, and boto3 would slow its cold start down.
        from esteira.core.queue.sqs_client import sqs_client
        from esteira.core.queue.sqs_depth import SqsQueueDepthReader

        url = self._settings.lanes[lane].queue_url
        client = sqs_client(url, connections=1, read_timeout_seconds=QUEUE_TIMEOUT_SECONDS, retries=0)
        return SqsQueueDepthReader(self.opened(client), url)
