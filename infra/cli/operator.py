"""The operator's collaborators for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from esteira.wiring.operator import Operator

from infra.local.core_settings import core_settings


@contextmanager
def operating() -> Iterator[Operator]:
    """An operator of what the settings name or what runs here; its connections are given back at the end."""
    operator = Operator(core_settings())
    try:
        yield operator
    finally:
        operator.close()
