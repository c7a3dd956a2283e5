"""Shows who holds up the horizon of a source."""

from esteira.producer.horizon import MOST_HOLDERS, Horizon
from esteira.producer.ports import HorizonReader


def show_horizon(reader: HorizonReader, source: str) -> Horizon:
    """Return the open transactions that the producer waits for. Raises `SourceUnavailable` and `SourceUnfit`."""
    found = reader.holders(MOST_HOLDERS + 1)
    return Horizon(source=source, holders=found[:MOST_HOLDERS], more=len(found) > MOST_HOLDERS)
