"""A pipeline with a Redis of its own, and the metrics of it."""

from collections.abc import Callable, Iterator

import pytest
from esteira.wiring.metrics import Metrics

from tests.integration.ledger.pipeline import Pipeline, PipelineAddresses
from tests.services.queues import make_lane, sqs_client
from tests.services.redis import RedisServer


@pytest.fixture
def pipeline(
    migrated_source: Callable[[], str],
    migrated_target: Callable[[], str],
    own_redis: RedisServer,
    own_mongo_url: str,
    sqs_endpoint: str,
) -> Iterator[Pipeline]:
    """A pipeline of two sources."""
    addresses = PipelineAddresses(
        source_dsns={"source1": migrated_source(), "source2": migrated_source()},
        target_dsn=migrated_target(),
        redis_url=own_redis.url,
        mongo_url=own_mongo_url,
        sqs_endpoint=sqs_endpoint,
        lane=make_lane(sqs_client(sqs_endpoint), visibility_seconds=60),
    )
    made = Pipeline(addresses)
    yield made
    made.close()


@pytest.fixture
def metrics(pipeline: Pipeline) -> Iterator[Metrics]:
    """What the monitor and the console compute metrics with."""
    made = Metrics(pipeline.settings)
    yield made
    made.close()
