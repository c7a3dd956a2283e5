"""A console whose metrics are set by the test, served by uvicorn."""

from collections.abc import Iterator

import pytest

from tests.integration.console.served import ServedFeed, served_feed


@pytest.fixture
def feed() -> Iterator[ServedFeed]:
    """The feed on a port of its own."""
    with served_feed() as served:
        yield served
