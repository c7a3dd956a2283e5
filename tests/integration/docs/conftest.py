"""A test of its own for each route, also in a parallel run."""

import pytest
from _pytest.nodeid import coerce_node_id
from schemathesis.pytest.plugin import SchemathesisFunction


def pytest_itemcollected(item: pytest.Item) -> None:
    """Add the route to the id of its test: with one id for all of them, pytest-xdist would run a single one."""
    if isinstance(item, SchemathesisFunction):
        item._id = coerce_node_id(f"{item.nodeid}[{item.operation_label}]")
