"""What the fault tests share: two sources, a target, and the standard load. `ORDERS` scales it, `SEED` repeats it."""

from collections.abc import Callable

import pytest

from tests.services.load import Load


@pytest.fixture
def load() -> Load:
    """Standard load L at the size of this run."""
    return Load()


@pytest.fixture
def sources(migrated_source: Callable[[], str]) -> dict[str, str]:
    """Two fresh sources: name → DSN."""
    return {"source1": migrated_source(), "source2": migrated_source()}


@pytest.fixture
def target_dsn(migrated_target: Callable[[], str]) -> str:
    """A fresh target."""
    return migrated_target()
