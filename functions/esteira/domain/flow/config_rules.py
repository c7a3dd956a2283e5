"""What is impossible together in a configuration. Found also where other fields are wrong by themselves (F21)."""

from collections.abc import Iterator, Mapping
from typing import Any

from esteira.domain.flow.config import LANES

ALL_WEIGHTS = 100
"""What the weights add up to."""

Document = Mapping[str, Any]
"""Fields of a configuration, as JSON has them."""

Path = tuple[str, ...]
"""Where a field stands in a document."""


def faults_between(document: Document, faults: Mapping[Path, str]) -> Iterator[tuple[Path, str]]:
    """What is impossible together in a whole configuration, beside the faults that single fields have."""
    numbers = _Numbers(document, faults)
    weights = numbers.of_lanes("weight")
    if weights and sum(weights) != ALL_WEIGHTS:
        yield ("lanes",), f"the weights add up to {sum(weights)}, and not to {ALL_WEIGHTS}"
    for lane in LANES:
        least, most = numbers.at("lanes", lane, "min_workers"), numbers.at("lanes", lane, "max_workers")
        if least is not None and most is not None and least > most:
            yield ("lanes", lane, "min_workers"), f"{least} is more than max_workers, {most}"
    minima, total = numbers.of_lanes("min_workers"), numbers.at("max_total_workers")
    if minima and total is not None and sum(minima) > total:
        yield ("max_total_workers",), f"{total} is less than all min_workers together, {sum(minima)}"


class _Numbers:
    """The whole numbers of a document, where nothing is wrong with them."""

    def __init__(self, document: Document, faults: Mapping[Path, str]) -> None:
        self._document = document
        self._faults = faults

    def at(self, *path: str) -> int | None:
        """None where there is none, or one that is wrong by itself."""
        found: Any = self._document
        for depth, name in enumerate(path, 1):
            if path[:depth] in self._faults or not isinstance(found, dict):
                return None
            found = found.get(name)
        return found if type(found) is int else None

    def of_lanes(self, name: str) -> list[int] | None:
        """The same field of all lanes; None unless every one is known."""
        found = [self.at("lanes", lane, name) for lane in LANES]
        known = [number for number in found if number is not None]
        return known if len(known) == len(found) else None
