"""Scaling config, plan and heartbeats in Redis. Lost, all of it is written again within a tick (R13)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources

from pydantic import ValidationError
from redis import Redis
from redis.exceptions import RedisError

from esteira.core.errors import FlowUnavailable
from esteira.core.log import logger
from esteira.scaling.config import ConfigVersion
from esteira.scaling.observation import Heartbeat
from esteira.scaling.plan import Plan

KEY = "esteira:flow"


class RedisConfigCache:
    """The port `ConfigCache`. Consumers pass a client with short timeouts."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._put = client.register_script(
            resources.files(__package__).joinpath("lua", "put_config.lua").read_text(encoding="utf-8")
        )

    def put(self, version: ConfigVersion) -> None:
        """See `ConfigCache.put`."""
        with _reached():
            self._put(keys=[KEY], args=[version.version, version.model_dump_json()])

    def get(self) -> ConfigVersion | None:
        """See `ConfigCache.get`. A version of another release that cannot be parsed counts as unavailable."""
        with _reached():
            stored = self._client.get(KEY)
            return ConfigVersion.model_validate_json(stored) if isinstance(stored, str | bytes) else None


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise FlowUnavailable(f"({type(error).__name__})") from error
    except ValidationError as error:
        raise FlowUnavailable(f"({KEY} holds a configuration that this release cannot parse)") from error


PLAN = "esteira:flow:plan"
WORKERS = "esteira:workers"
DRAINING = "esteira:workers:draining"


class RedisPlanCache:
    """The port `PlanCache`."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def put(self, plan: Plan) -> None:
        """See `PlanCache.put`."""
        with _store_errors():
            self._client.set(PLAN, plan.model_dump_json())

    def get(self) -> Plan | None:
        """See `PlanCache.get`. A plan of another release that cannot be parsed counts as none."""
        with _store_errors():
            stored = self._client.get(PLAN)
        try:
            return Plan.model_validate_json(stored) if isinstance(stored, str | bytes) else None
        except ValidationError as error:
            logger.warning("plan not parsed", action="read_plan", error=str(error))
            return None


class RedisHeartbeatStore:
    """The port `HeartbeatStore`: a hash of heartbeats by name, and the set of workers that are asked to drain."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def beat(self, heartbeat: Heartbeat) -> None:
        """See `HeartbeatStore.beat`."""
        with _store_errors():
            self._client.hset(WORKERS, heartbeat.name, heartbeat.model_dump_json())

    def beats(self) -> Sequence[Heartbeat]:
        """See `HeartbeatStore.beats`. Heartbeats of another release that cannot be parsed are left out."""
        with _store_errors():
            kept = self._client.hgetall(WORKERS)
        return sorted(_parsed(kept.values()), key=lambda beat: beat.name)

    def forget(self, name: str) -> None:
        """See `HeartbeatStore.forget`."""
        with _store_errors(), self._client.pipeline(transaction=True) as pipeline:
            pipeline.hdel(WORKERS, name)
            pipeline.srem(DRAINING, name)
            pipeline.execute()

    def ask_to_drain(self, name: str) -> None:
        """See `HeartbeatStore.ask_to_drain`."""
        with _store_errors():
            self._client.sadd(DRAINING, name)

    def is_asked_to_drain(self, name: str) -> bool:
        """See `HeartbeatStore.is_asked_to_drain`."""
        with _store_errors():
            return bool(self._client.sismember(DRAINING, name))


def _parsed(kept: Iterable[str | bytes]) -> Iterator[Heartbeat]:
    for beat in kept:
        try:
            yield Heartbeat.model_validate_json(beat)
        except ValidationError as error:
            logger.warning("heartbeat not parsed", action="read_heartbeats", error=str(error))


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise FlowUnavailable(f"({type(error).__name__})") from error
