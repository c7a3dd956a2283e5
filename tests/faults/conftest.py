"""Fixtures of the fault tests: two sources, a target, and the standard load. `ORDERS` scales it, `SEED` repeats it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.harness.accounts_api import AccountsApi, accounts_after_cold_start
from tests.harness.bridge import Bridge
from tests.harness.consumption import Consumption, MakeConsumption, Services
from tests.harness.load import Load
from tests.harness.look_up_lane import LookUpLane, Terms
from tests.harness.provider_server import running_provider
from tests.harness.publication import MakePublication, Publication, running_publication
from tests.harness.redis import RedisServer
from tests.harness.sqs_stub import ReplyPolicy, accept_all

MakeLookUpLane = Callable[[Terms], LookUpLane]


@pytest.fixture
def load() -> Load:
    """Standard load L at the size of this run."""
    return Load()


@pytest.fixture
def sources(migrated_source: Callable[[], str]) -> dict[str, str]:
    """Two fresh sources: name → DSN."""
    return {"source1": migrated_source(), "source2": migrated_source()}


@pytest.fixture
def make_consumption(localstack: str, target_dsn: str, own_mongo_url: str, tmp_path: Path) -> Iterator[MakeConsumption]:
    """Make a lane with its own consumers. On LocalStack, since moto slows down with the number of its messages."""
    made: list[Consumption] = []
    services = Services(sqs_endpoint=localstack, target_dsn=target_dsn, mongo_url=own_mongo_url)

    def make(*, visibility_seconds: int = 2) -> Consumption:
        made.append(Consumption(services, tmp_path, visibility_seconds=visibility_seconds))
        return made[-1]

    yield make
    for consumption in made:
        consumption.close()


@pytest.fixture
def consumption(make_consumption: MakeConsumption) -> Consumption:
    """A lane whose messages are redelivered two seconds after their consumer was killed."""
    return make_consumption()


@pytest.fixture
def bridge(consumption: Consumption, own_redis: RedisServer, tmp_path: Path) -> Iterator[Bridge]:
    """The bridge for that lane with a separate fleet, not started yet."""
    with closing(Bridge(consumption, own_redis.url, tmp_path)) as bridge:
        yield bridge


@pytest.fixture
def make_look_up_lane(
    localstack: str, target_dsn: str, own_mongo_url: str, redis_url: str, tmp_path: Path
) -> Iterator[MakeLookUpLane]:
    """Make a lane of look-ups with its own consumers and its own provider."""
    services = Services(sqs_endpoint=localstack, target_dsn=target_dsn, mongo_url=own_mongo_url)
    with ExitStack() as opened:
        provider = opened.enter_context(running_provider(tmp_path))

        def make(terms: Terms) -> LookUpLane:
            return opened.enter_context(closing(LookUpLane(services, redis_url, provider, tmp_path, terms)))

        yield make


@pytest.fixture
def make_publication(sources: dict[str, str], target_dsn: str, own_redis: RedisServer) -> Iterator[MakePublication]:
    """Make a producer between the sources and a queue with programmable replies."""
    with ExitStack() as opened:

        def make(*, reply_policy: ReplyPolicy = accept_all) -> Publication:
            return opened.enter_context(
                running_publication(
                    sources=sources, target_dsn=target_dsn, redis_url=own_redis.url, reply_policy=reply_policy
                )
            )

        yield make


@pytest.fixture
def publication(make_publication: MakePublication) -> Publication:
    """A producer and a queue that accepts everything."""
    return make_publication()


@pytest.fixture
def accounts_api(target_dsn: str, own_mongo_url: str, own_redis: RedisServer) -> Iterator[AccountsApi]:
    """The accounts' HTTP function over fresh stores, with a Redis that a test may empty."""
    with accounts_after_cold_start(target_dsn, own_mongo_url, redis_url=own_redis.url) as api:
        yield api
