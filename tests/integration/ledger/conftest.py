"""A pipeline of two sources for each test, on shared services."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.integration.ledger.pipeline import Pipeline, PipelineAddresses
from tests.services.queues import make_lane, sqs_client


@pytest.fixture
def source() -> str:
    """A source's name that no other test uses: cursors in Redis go by it."""
    return f"s{uuid4().hex[:12]}"


@pytest.fixture
def pipeline(  # noqa: PLR0917 - fixtures
    source: str,
    migrated_source: Callable[[], str],
    migrated_target: Callable[[], str],
    redis_url: str,
    own_mongo_url: str,
    sqs_endpoint: str,
) -> Iterator[Pipeline]:
    """A pipeline of `source` and one more."""
    addresses = PipelineAddresses(
        source_dsns={source: migrated_source(), f"{source}b": migrated_source()},
        target_dsn=migrated_target(),
        redis_url=redis_url,
        mongo_url=own_mongo_url,
        sqs_endpoint=sqs_endpoint,
        lane=make_lane(sqs_client(sqs_endpoint), visibility_seconds=2),
    )
    made = Pipeline(addresses)
    yield made
    made.close()
