"""A bucket for each test."""

from collections.abc import Iterator

import pytest

from tests.harness.report_files import TestBucket, new_bucket


@pytest.fixture
def bucket(sqs_endpoint: str) -> Iterator[TestBucket]:
    """A bucket on moto's server."""
    with new_bucket(sqs_endpoint) as made:
        yield made
