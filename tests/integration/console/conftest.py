"""The console's feed with figures set by the test, behind a real server."""

from collections.abc import Iterator

import pytest

from tests.integration.console.served import ServedFeed, served_feed


@pytest.fixture
def feed() -> Iterator[ServedFeed]:
    """The feed on a port of its own."""
    with served_feed() as served:
        yield served
