"""The stores that configuration, manager and scaler share; each is connected when first used."""

from functools import cached_property

from pydantic import SecretStr
from redis import Redis

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.decision_log import PostgresDecisionLog
from esteira.adapters.postgres.scaling_configs import PostgresScalingConfigRepository
from esteira.adapters.redis.config_cache import RedisConfigCache
from esteira.adapters.redis.cursors import connect
from esteira.adapters.redis.plans_and_heartbeats import RedisHeartbeatStore, RedisPlanCache
from esteira.errors import TargetUnavailable
from esteira.use_cases.ports.scaling import (
    ConfigCache,
    DecisionLog,
    HeartbeatStore,
    PlanCache,
    ScalingConfigRepository,
)

TARGET_CONNECTIONS = 2


class ScalingWiring:
    """The target's tables and the Redis keys of scaling."""

    def __init__(self, *, target_dsn: SecretStr, redis_url: SecretStr) -> None:
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
    def decisions(self) -> DecisionLog:
        """Decisions and scaling events."""
        return PostgresDecisionLog(self._target)

    @cached_property
    def redis(self) -> Redis:
        """The Redis client of all these stores."""
        return connect(self._redis_url)

    def close(self) -> None:
        """Closes all connections."""
        self.redis.close()
        self._target.close()

    @cached_property
    def _target(self) -> Database:
        return Database(self._target_dsn, unavailable=TargetUnavailable, connections=TARGET_CONNECTIONS)
