"""Accounts over twins."""

import pytest

from tests.fixtures.accounts import AccountsOnTwins


@pytest.fixture
def room() -> AccountsOnTwins:
    """Nobody has an account yet."""
    return AccountsOnTwins()
