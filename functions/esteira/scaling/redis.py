"""Scaling config, plan and heartbeats in Redis. Lost, all of it is written again within a tick (R13)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from redis import Redis

from esteira.core.errors import FlowUnavailable
from esteira.core.log import logger
from esteira.core.redis import redis_errors
from esteira.scaling.config import ConfigVersion
from esteira.scaling.observation import MOST_USAGES, USAGE_KEPT_FOR, Heartbeat, Usage
from esteira.scaling.plan import Plan

M = TypeVar("M", bound=BaseModel)

CONFIG = "esteira:flow"
PLAN = "esteira:flow:plan"
WORKERS = "esteira:workers"
USAGE = "esteira:workers:usage:"
"""Begins the name of a worker's sorted set, in which the score is the time."""
DRAINING = "esteira:workers:draining"
WRITABLE = "esteira:workers:writable"
"""Written before the heartbeats are read, only to know whether Redis takes writes."""
WRITABLE_SECONDS = 60


class RedisConfigCache:
    """The port `ConfigCache`. Consumers pass a client with short timeouts."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._put = client.register_script(
            resources.files(__package__).joinpath("lua", "put_config.lua").read_text(encoding="utf-8")
        )

    def put(self, version: ConfigVersion) -> None:
        """See `ConfigCache.put`."""
        with redis_errors(FlowUnavailable):
            self._put(keys=[CONFIG], args=[version.version, version.model_dump_json()])

    def get(self) -> ConfigVersion | None:
        """See `ConfigCache.get`. A version of another release that cannot be parsed counts as unavailable."""
        with redis_errors(FlowUnavailable):
            stored = self._client.get(CONFIG)
        try:
            return ConfigVersion.model_validate_json(stored) if isinstance(stored, str | bytes) else None
        except ValidationError as error:
            raise FlowUnavailable(f"({CONFIG} holds a configuration that this release cannot parse)") from error


class RedisPlanCache:
    """The port `PlanCache`."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def put(self, plan: Plan) -> None:
        """See `PlanCache.put`."""
        with redis_errors(FlowUnavailable):
            self._client.set(PLAN, plan.model_dump_json())

    def get(self) -> Plan | None:
        """See `PlanCache.get`. A plan of another release that cannot be parsed counts as none."""
        with redis_errors(FlowUnavailable):
            stored = self._client.get(PLAN)
        try:
            return Plan.model_validate_json(stored) if isinstance(stored, str | bytes) else None
        except ValidationError as error:
            logger.warning("plan not parsed", action="read_plan", error=str(error))
            return None


class RedisHeartbeatStore:
    """The port `HeartbeatStore`: a hash of heartbeats by name, the set of workers asked to drain, what each used."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def beat(self, heartbeat: Heartbeat) -> None:
        """See `HeartbeatStore.beat`."""
        used, at = USAGE + heartbeat.name, heartbeat.at.timestamp()
        with redis_errors(FlowUnavailable), self._client.pipeline(transaction=True) as pipeline:
            pipeline.hset(WORKERS, heartbeat.name, heartbeat.model_dump_json())
            pipeline.zadd(used, {Usage.of(heartbeat).model_dump_json(): at})
            pipeline.zremrangebyscore(used, "-inf", at - USAGE_KEPT_FOR.total_seconds())
            pipeline.zremrangebyrank(used, 0, -MOST_USAGES - 1)
            pipeline.expire(used, USAGE_KEPT_FOR)
            pipeline.execute()

    def usage(self, names: Sequence[str]) -> Mapping[str, Sequence[Usage]]:
        """See `HeartbeatStore.usage`. What another release wrote and cannot be parsed is left out."""
        with redis_errors(FlowUnavailable), self._client.pipeline(transaction=False) as pipeline:
            for name in names:
                pipeline.zrange(USAGE + name, 0, -1)
            kept = pipeline.execute()
        return {name: list(_parsed(Usage, each)) for name, each in zip(names, kept, strict=True)}

    def check_writable(self) -> None:
        """See `HeartbeatStore.check_writable`."""
        with redis_errors(FlowUnavailable):
            self._client.set(WRITABLE, 1, ex=WRITABLE_SECONDS)

    def beats(self) -> Sequence[Heartbeat]:
        """See `HeartbeatStore.beats`. Heartbeats of another release that cannot be parsed are left out."""
        with redis_errors(FlowUnavailable):
            kept = self._client.hgetall(WORKERS)
        return sorted(_parsed(Heartbeat, kept.values()), key=lambda beat: beat.name)

    def forget(self, name: str) -> None:
        """See `HeartbeatStore.forget`."""
        with redis_errors(FlowUnavailable), self._client.pipeline(transaction=True) as pipeline:
            pipeline.hdel(WORKERS, name)
            pipeline.delete(USAGE + name)
            pipeline.srem(DRAINING, name)
            pipeline.execute()

    def ask_to_drain(self, name: str) -> None:
        """See `HeartbeatStore.ask_to_drain`."""
        with redis_errors(FlowUnavailable):
            self._client.sadd(DRAINING, name)

    def is_asked_to_drain(self, name: str) -> bool:
        """See `HeartbeatStore.is_asked_to_drain`."""
        with redis_errors(FlowUnavailable):
            return bool(self._client.sismember(DRAINING, name))


def _parsed(model: type[M], kept: Iterable[str | bytes]) -> Iterator[M]:
    for one in kept:
        try:
            yield model.model_validate_json(one)
        except ValidationError as error:
            logger.warning("heartbeat not parsed", action="read_heartbeats", error=str(error))
