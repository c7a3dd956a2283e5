"""A real Redis in trouble is named as such: by what it answers, and by what it does not."""

import signal
from collections.abc import Iterator

import pytest
from esteira.core.errors import FlowUnavailable
from esteira.core.redis import redis_client
from esteira.scaling.redis import RedisHeartbeatStore
from pydantic import SecretStr
from redis import Redis

from tests.harness.redis import RedisServer, Trouble


@pytest.fixture
def heartbeats(own_redis: RedisServer) -> Iterator[RedisHeartbeatStore]:
    with redis_client(SecretStr(own_redis.url)) as client:
        yield RedisHeartbeatStore(client)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [("read-only", "read-only replica"), ("full", "memory is full"), ("without connections", "no connection left")],
)
def test_a_redis_that_refuses_is_named_and_comes_back_by_itself(
    own_redis: RedisServer, heartbeats: RedisHeartbeatStore, trouble: Trouble, words: str
) -> None:
    with own_redis.troubled(trouble), pytest.raises(FlowUnavailable, match=words):
        heartbeats.check_writable()

    heartbeats.check_writable()


def test_a_redis_that_is_gone_is_named(own_redis: RedisServer, heartbeats: RedisHeartbeatStore) -> None:
    own_redis.child.kill()

    with pytest.raises(FlowUnavailable, match="refused or lost"):
        heartbeats.check_writable()


def test_a_redis_that_hangs_is_named(own_redis: RedisServer, heartbeats: RedisHeartbeatStore) -> None:
    heartbeats.check_writable()
    own_redis.child.send(signal.SIGSTOP)

    with pytest.raises(FlowUnavailable, match="in time"):
        heartbeats.check_writable()
    own_redis.child.send(signal.SIGCONT)


def test_a_wrong_password_is_named(own_redis: RedisServer) -> None:
    url = own_redis.url.replace("redis://", "redis://:wrong@")
    with Redis(port=own_redis.port) as client:
        client.config_set("requirepass", "right")

    with redis_client(SecretStr(url)) as client, pytest.raises(FlowUnavailable, match="user or the password"):
        RedisHeartbeatStore(client).check_writable()
