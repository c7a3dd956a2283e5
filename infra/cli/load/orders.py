"""New orders, spread evenly over all sources."""

from collections.abc import Mapping
from random import Random

from esteira.core.errors import SOURCE_FAULTS, EsteiraError
from esteira.producer.fill_source import FillSource, fill_source
from esteira.producer.ports import OrderTable

SEEDS = 2**31


class OrderMaker:
    """The port `Maker`. `filled` counts the orders made in each source."""

    most_at_once = 10_000

    def __init__(self, tables: Mapping[str, OrderTable], *, false_share: float, chance: Random) -> None:
        self._tables = tables
        self._false_share = false_share
        self._chance = chance
        self.filled = dict.fromkeys(tables, 0)

    @property
    def made(self) -> int:
        """See `Maker.made`."""
        return sum(self.filled.values())

    def make(self, count: int) -> None:
        """See `Maker.make`. If a source cannot be written to, the others still get their share."""
        wanted, errors = self.made + count, list[EsteiraError]()
        for place, name in enumerate(self._tables):
            try:
                self._fill(name, (wanted + place) // len(self._tables) - self.filled[name])
            except SOURCE_FAULTS as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _fill(self, name: str, count: int) -> None:
        if count > 0:
            seed = self._chance.randrange(SEEDS)
            command = FillSource(count=count, false_share=self._false_share, seed=seed)
            self.filled[name] += fill_source(self._tables[name], command).count
