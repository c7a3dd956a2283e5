"""A lane, a Redis and a bridge of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.harness.bridge import Bridge
from tests.harness.consumption import Consumption, Services
from tests.harness.redis import RedisServer


@pytest.fixture
def consumption(
    localstack: str, migrated_target: Callable[[], str], own_mongo_url: str, tmp_path: Path
) -> Iterator[Consumption]:
    """A lane whose messages come back two seconds after their consumer was killed."""
    services = Services(sqs_endpoint=localstack, target_dsn=migrated_target(), mongo_url=own_mongo_url)
    with closing(Consumption(services, tmp_path)) as consumption:
        yield consumption


@pytest.fixture
def bridge(consumption: Consumption, own_redis: RedisServer, tmp_path: Path) -> Iterator[Bridge]:
    """A bridge with a fleet of its own, not started yet."""
    with closing(Bridge(consumption, own_redis.url, tmp_path)) as bridge:
        yield bridge
