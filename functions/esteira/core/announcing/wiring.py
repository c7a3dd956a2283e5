"""The composition root of announcements, for everything that changes data."""

from collections.abc import Mapping
from functools import cache

from pydantic import SecretStr

from esteira.core.announcing.announce import ChangePublisher
from esteira.core.announcing.announce import announce as announce_on
from esteira.core.announcing.announce import count as count_on
from esteira.core.announcing.memory import NullAnnouncer
from esteira.core.announcing.redis import RedisAnnouncer
from esteira.core.announcing.topics import Topic
from esteira.core.settings import AnnouncementSettings, read
from esteira.core.wiring import Wired


def announce(topic: Topic, counted: Mapping[str, int] | None = None, *, redis_url: SecretStr | None = None) -> None:
    """Announce a change and add to the counts. Never raises, and takes about as long as `count`.

    `redis_url` is for callers without ESTEIRA_REDIS_URL in their environment.
    """
    announce_on(_publisher(redis_url or _configured_url()), topic, counted or {})


def count(counted: Mapping[str, int]) -> None:
    """Add to the counts. Never raises. Takes a fifth of a millisecond where Redis is on the same network."""
    count_on(_publisher(_configured_url()), counted)


@cache
def _publisher(redis_url: SecretStr | None) -> ChangePublisher:
    return ChangePublisher(announcer=RedisAnnouncer(redis_url) if redis_url else NullAnnouncer())


@Wired
def _configured_url() -> SecretStr | None:
    return read(AnnouncementSettings).redis_url
