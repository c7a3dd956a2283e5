"""Where flow control, manager and scaler meet, connected when first used."""

from functools import cached_property

from pydantic import SecretStr
from redis import Redis

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.decision_log import PostgresDecisionLog
from esteira.adapters.postgres.scaling_configs import PostgresFlowBook
from esteira.adapters.redis.config_cache import RedisFlowBoard
from esteira.adapters.redis.cursors import connect
from esteira.adapters.redis.plans_and_heartbeats import RedisHeartbeatBoard, RedisPlanBoard
from esteira.errors import TargetUnavailable
from esteira.use_cases.ports.scaling import DecisionLog, FlowBoard, FlowBook, HeartbeatBoard, PlanBoard

TARGET_CONNECTIONS = 2


class FlowStores:
    """The target's tables of flow control, and Redis' boards."""

    def __init__(self, *, target_dsn: SecretStr, redis_url: SecretStr) -> None:
        self._target_dsn = target_dsn
        self._redis_url = redis_url

    @cached_property
    def book(self) -> FlowBook:
        """Every version of the configuration."""
        return PostgresFlowBook(self._target)

    @cached_property
    def board(self) -> FlowBoard:
        """The current version, where consumers read it."""
        return RedisFlowBoard(self.redis)

    @cached_property
    def plans(self) -> PlanBoard:
        """Where the current plan is."""
        return RedisPlanBoard(self.redis)

    @cached_property
    def workers(self) -> HeartbeatBoard:
        """Where the workers beat."""
        return RedisHeartbeatBoard(self.redis)

    @cached_property
    def decisions(self) -> DecisionLog:
        """What was decided and done."""
        return PostgresDecisionLog(self._target)

    @cached_property
    def redis(self) -> Redis:
        """Redis itself."""
        return connect(self._redis_url)

    def close(self) -> None:
        """Gives back all connections."""
        self.redis.close()
        self._target.close()

    @cached_property
    def _target(self) -> Database:
        return Database(self._target_dsn, unavailable=TargetUnavailable, connections=TARGET_CONNECTIONS)
