"""The operator's stores and queues for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from esteira.reconciliation.wiring import Operator

from infra.local.core_settings import core_settings


@contextmanager
def operating() -> Iterator[Operator]:
    """An operator of this installation, or of the one that the settings name. Closes its connections."""
    operator = Operator(core_settings())
    try:
        yield operator
    finally:
        operator.close()
