"""The channel of changes survives Redis going down and coming back."""

import asyncio

import pytest
from esteira.adapters.redis.announcer import RedisAnnouncer
from esteira.errors import MetricsUnavailable
from pydantic import SecretStr

from console.watch.announcements import RedisAnnouncements
from tests.services.redis import RedisServer


def test_a_published_change_is_heard(redis_url: str) -> None:
    async def story() -> None:
        heard = aiter(RedisAnnouncements(SecretStr(redis_url)).heard())
        await asyncio.wait_for(anext(heard), 10)
        RedisAnnouncer(SecretStr(redis_url)).announce("orders", {})

        await asyncio.wait_for(anext(heard), 10)
        await heard.aclose()  # type: ignore[attr-defined]

    asyncio.run(story())


def test_a_lost_redis_is_noticed_and_heard_again_when_it_is_back(own_redis: RedisServer) -> None:
    async def story() -> None:
        announcements = RedisAnnouncements(SecretStr(own_redis.url))
        heard = aiter(announcements.heard())
        await asyncio.wait_for(anext(heard), 10)
        own_redis.child.kill()
        with pytest.raises(MetricsUnavailable):
            await asyncio.wait_for(anext(heard), 20)

        own_redis.start_again()
        await asyncio.wait_for(anext(aiter(announcements.heard())), 10)

    asyncio.run(story())
