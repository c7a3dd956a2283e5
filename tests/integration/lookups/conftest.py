"""The local provider, once for all tests of a module."""

from collections.abc import Iterator

import pytest

from tests.harness.provider_server import ProviderServer, running_provider


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderServer]:
    with running_provider(tmp_path_factory.mktemp("provider")) as server:
        yield server


@pytest.fixture
def provider(running: ProviderServer) -> ProviderServer:
    """A local provider that answers as it should until a test switches it."""
    running.switch("ok")
    return running
