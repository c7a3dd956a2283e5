"""Fills a source with generated orders, for demonstration and test."""

import secrets

from pydantic import BaseModel, Field

from esteira.producer.ports import Filled, OrderTable

MAX_FILL = 100_000
DEFAULT_FALSE_SHARE = 0.2


class FillSource(BaseModel, frozen=True, extra="forbid"):
    """Create `count` orders, of which about `false_share` (0 to 1) fail the security check; a `seed` repeats a run."""

    count: int = Field(ge=1, le=MAX_FILL)
    false_share: float = Field(default=DEFAULT_FALSE_SHARE, ge=0, le=1)
    seed: int | None = Field(default=None, ge=0, lt=2**31)


def fill_source(table: OrderTable, command: FillSource) -> Filled:
    """Create the orders inside the database with one statement, so that none of them passes through this process."""
    seed = secrets.randbits(31) if command.seed is None else command.seed
    return table.fill(command.count, false_share=command.false_share, seed=seed)
