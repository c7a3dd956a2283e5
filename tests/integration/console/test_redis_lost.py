"""The channel of changes when Redis stops and returns."""

import asyncio

import pytest
from esteira.core.announcing.redis import RedisAnnouncer
from esteira.core.errors import MetricsUnavailable
from pydantic import SecretStr

from console.refresh.change_channel import RedisChangeChannel
from tests.harness.redis import RedisServer


def test_a_published_change_is_received(redis_url: str) -> None:
    async def story() -> None:
        changes = aiter(RedisChangeChannel(SecretStr(redis_url)).changes())
        await asyncio.wait_for(anext(changes), 10)
        RedisAnnouncer(SecretStr(redis_url)).announce("orders", {})

        await asyncio.wait_for(anext(changes), 10)
        await changes.aclose()  # type: ignore[attr-defined]

    asyncio.run(story())


def test_a_lost_redis_is_noticed_and_changes_are_received_again_when_it_is_back(own_redis: RedisServer) -> None:
    async def story() -> None:
        channel = RedisChangeChannel(SecretStr(own_redis.url))
        changes = aiter(channel.changes())
        await asyncio.wait_for(anext(changes), 10)
        own_redis.child.kill()
        with pytest.raises(MetricsUnavailable):
            await asyncio.wait_for(anext(changes), 20)

        own_redis.start_again()
        await asyncio.wait_for(anext(aiter(channel.changes())), 10)

    asyncio.run(story())
