"""A pipeline with a Redis of its own, and its metrics."""

from collections.abc import Iterator

import pytest
from esteira.metrics.wiring import Metrics

from tests.harness.pipeline import MakePipeline, Pipeline
from tests.harness.redis import RedisServer


@pytest.fixture
def pipeline(make_pipeline: MakePipeline, own_redis: RedisServer) -> Pipeline:
    """A pipeline with two sources and a visibility timeout of one minute."""
    return make_pipeline("source1", "source2", redis_url=own_redis.url, visibility_seconds=60)


@pytest.fixture
def metrics(pipeline: Pipeline) -> Iterator[Metrics]:
    """The wiring with which monitor and console compute metrics."""
    made = Metrics(pipeline.settings)
    yield made
    made.close()
