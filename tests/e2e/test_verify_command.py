"""`verify` succeeds only if every order is accounted for. Scripts rely on its exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.e2e.installation import Installation
from tests.e2e.stores import InstallationStores
from tests.harness.load import Key


@pytest.fixture
def persisted(stores: InstallationStores) -> Key:
    """The key of a persisted order."""
    return max(stores.arrived("source1"))


def test_a_row_deleted_from_the_target_is_lost_and_repaired(
    stack: Installation, stores: InstallationStores, persisted: Key
) -> None:
    stores.query_target(f"DELETE FROM orders WHERE {_matches(persisted)}")

    found = stack.esteira("verify", "--rows", "--json")
    stack.esteira("verify", "--repair")
    stack.await_rest()

    assert (found.exit_code, found.json["lost"]) == (1, 1)
    assert stack.esteira("verify", "--rows").exit_code == 0
    assert persisted in stores.arrived("source1")


def test_a_changed_price_is_a_mismatch(stack: Installation, stores: InstallationStores, persisted: Key) -> None:
    with _changed(
        stores, f"price = price + 1 WHERE {_matches(persisted)}", f"price = price - 1 WHERE {_matches(persisted)}"
    ):
        found = stack.esteira("verify", "--rows", "--json")

    assert (found.exit_code, found.json["mismatch"], found.json["ok"]) == (1, 1, False)


def test_a_row_without_a_source_row_is_a_phantom(
    stack: Installation, stores: InstallationStores, persisted: Key
) -> None:
    unknown = (persisted[0], 10**9)
    change, undo = (
        f"source_id = {new[1]} WHERE {_matches(old)}" for old, new in ((persisted, unknown), (unknown, persisted))
    )

    with _changed(stores, change, undo):
        found = stack.esteira("verify", "--rows", "--json")

    assert (found.exit_code, found.json["phantom"]) == (1, 1)


def _matches(key: Key) -> str:
    source, source_id = key
    return f"source = '{source}' AND source_id = {source_id}"


@contextmanager
def _changed(stores: InstallationStores, change: str, undo: str) -> Iterator[None]:
    stores.query_target(f"UPDATE orders SET {change}")
    try:
        yield
    finally:
        stores.query_target(f"UPDATE orders SET {undo}")
