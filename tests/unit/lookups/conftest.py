"""The use cases of look-ups over twins."""

import pytest

from tests.fixtures.booking import Desk, make_desk


@pytest.fixture
def desk() -> Desk:
    return make_desk()
