"""`verify` succeeds only when every order is accounted for; scripts rely on its exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.e2e.installation import Installation
from tests.e2e.stores import InstallationStores
from tests.harness.load import Key


@pytest.fixture
def victim(stores: InstallationStores) -> Key:
    """An order that has arrived."""
    return max(stores.arrived("source1"))


def test_a_row_taken_out_of_the_target_is_found_lost_and_brought_back(
    stack: Installation, stores: InstallationStores, victim: Key
) -> None:
    stores.ask_target(f"DELETE FROM orders WHERE {_is(victim)}")

    found = stack.esteira("verify", "--rows", "--json")
    stack.esteira("verify", "--repair")
    stack.await_rest()

    assert (found.exit_code, found.json["lost"]) == (1, 1)
    assert stack.esteira("verify", "--rows").exit_code == 0
    assert victim in stores.arrived("source1")


def test_a_changed_price_is_a_mismatch(stack: Installation, stores: InstallationStores, victim: Key) -> None:
    with _spoilt(stores, f"price = price + 1 WHERE {_is(victim)}", f"price = price - 1 WHERE {_is(victim)}"):
        found = stack.esteira("verify", "--rows", "--json")

    assert (found.exit_code, found.json["mismatch"], found.json["ok"]) == (1, 1, False)


def test_a_row_of_no_source_is_a_phantom(stack: Installation, stores: InstallationStores, victim: Key) -> None:
    stranger = (victim[0], 10**9)
    there, back = (f"source_id = {new[1]} WHERE {_is(old)}" for old, new in ((victim, stranger), (stranger, victim)))

    with _spoilt(stores, there, back):
        found = stack.esteira("verify", "--rows", "--json")

    assert (found.exit_code, found.json["phantom"]) == (1, 1)


def _is(key: Key) -> str:
    source, source_id = key
    return f"source = '{source}' AND source_id = {source_id}"


@contextmanager
def _spoilt(stores: InstallationStores, change: str, undo: str) -> Iterator[None]:
    stores.ask_target(f"UPDATE orders SET {change}")
    try:
        yield
    finally:
        stores.ask_target(f"UPDATE orders SET {undo}")
