"""A pipeline with a Redis of its own, and the metrics of it."""

from collections.abc import Iterator

import pytest
from esteira.metrics.wiring import Metrics

from tests.harness.pipeline import MakePipeline, Pipeline
from tests.harness.redis import RedisServer


@pytest.fixture
def pipeline(make_pipeline: MakePipeline, own_redis: RedisServer) -> Pipeline:
    """A pipeline of two sources. Received messages stay away for a minute."""
    return make_pipeline("source1", "source2", redis_url=own_redis.url, visibility_seconds=60)


@pytest.fixture
def metrics(pipeline: Pipeline) -> Iterator[Metrics]:
    """What the monitor and the console compute metrics with."""
    made = Metrics(pipeline.settings)
    yield made
    made.close()
