"""The composition root of flow control: for its door and for the command line."""

from functools import cache, cached_property

from pydantic import SecretStr
from redis import Redis

from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.decision_log import PostgresDecisionLog
from esteira.adapters.postgres.flow_book import PostgresFlowBook
from esteira.adapters.redis.capacity_boards import RedisHeartbeatBoard, RedisPlanBoard
from esteira.adapters.redis.cursors import connect
from esteira.adapters.redis.flow_board import RedisFlowBoard
from esteira.clock import utc_now
from esteira.errors import TargetUnavailable
from esteira.settings import FlowSettings, read
from esteira.use_cases.configure_flow import FlowControl
from esteira.use_cases.ports.flow import DecisionLog, HeartbeatBoard, PlanBoard


class Flow:
    """What flow control works with. Nothing is connected before it is used."""

    def __init__(self, *, target_dsn: SecretStr, redis_url: SecretStr) -> None:
        self._target_dsn = target_dsn
        self._redis_url = redis_url

    @cached_property
    def control(self) -> FlowControl:
        """Where the configuration is read and changed."""
        return FlowControl(book=PostgresFlowBook(self._target), board=RedisFlowBoard(self._redis), clock=utc_now)

    @cached_property
    def decisions(self) -> DecisionLog:
        """What was decided and done."""
        return PostgresDecisionLog(self._target)

    @cached_property
    def plans(self) -> PlanBoard:
        """Where the current plan is."""
        return RedisPlanBoard(self._redis)

    @cached_property
    def workers(self) -> HeartbeatBoard:
        """Where the workers beat."""
        return RedisHeartbeatBoard(self._redis)

    def close(self) -> None:
        """Gives back all connections."""
        self._redis.close()
        self._target.close()

    @cached_property
    def _redis(self) -> Redis:
        return connect(self._redis_url)

    @cached_property
    def _target(self) -> Database:
        return Database(self._target_dsn, unavailable=TargetUnavailable)


@cache
def flow() -> Flow:
    """The flow control of this process. Raises `BadSettings`."""
    settings = _settings()
    return Flow(target_dsn=settings.target_dsn, redis_url=settings.redis_url)


def operator_token() -> str:
    """The token of the operator, who alone may come in. Raises `BadSettings`."""
    return _settings().operator_token.get_secret_value()


@cache
def _settings() -> FlowSettings:
    return read(FlowSettings)
