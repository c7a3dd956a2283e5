"""A pipeline of two sources for each test, on shared services."""

from uuid import uuid4

import pytest

from tests.harness.pipeline import MakePipeline, Pipeline


@pytest.fixture
def source() -> str:
    """A source's name that no other test uses: cursors in Redis go by it."""
    return f"s{uuid4().hex[:12]}"


@pytest.fixture
def pipeline(make_pipeline: MakePipeline, source: str, redis_url: str) -> Pipeline:
    """A pipeline of `source` and one more. Received messages come back after two seconds."""
    return make_pipeline(source, f"{source}b", redis_url=redis_url, visibility_seconds=2)
