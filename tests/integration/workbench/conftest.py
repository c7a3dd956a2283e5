"""A pipeline of two sources for each test, on shared services."""

from uuid import uuid4

import pytest

from tests.harness.pipeline import MakePipeline, Pipeline


@pytest.fixture
def source() -> str:
    """A source name that no other test uses, because cursors in Redis are stored by name."""
    return f"s{uuid4().hex[:12]}"


@pytest.fixture
def pipeline(make_pipeline: MakePipeline, source: str, redis_url: str) -> Pipeline:
    """A pipeline with `source` and a second source. The visibility timeout is two seconds."""
    return make_pipeline(source, f"{source}b", redis_url=redis_url, visibility_seconds=2)
