"""Rules between the fields of a configuration.

They are checked even if other fields are invalid, so that all errors are reported at once.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from esteira.core.names import LANES

ALL_WEIGHTS = 100
"""The sum of all lanes' weights."""

Document = Mapping[str, Any]
"""Fields of a configuration, as JSON has them."""

Path = tuple[str, ...]
"""The position of a field in a document."""


def faults_between(document: Document, faults: Mapping[Path, str]) -> Iterator[tuple[Path, str]]:
    """The rules that a whole configuration breaks. Fields in `faults` are invalid by themselves and skipped."""
    numbers = _Numbers(document, faults)
    weights = numbers.of_lanes("weight")
    if weights and sum(weights) != ALL_WEIGHTS:
        yield ("lanes",), f"the weights add up to {sum(weights)}, and not to {ALL_WEIGHTS}"
    for lane in LANES:
        minimum, maximum = numbers.at("lanes", lane, "min_workers"), numbers.at("lanes", lane, "max_workers")
        if minimum is not None and maximum is not None and minimum > maximum:
            yield ("lanes", lane, "min_workers"), f"{minimum} is more than max_workers, {maximum}"
    minima, total = numbers.of_lanes("min_workers"), numbers.at("max_total_workers")
    if minima and total is not None and sum(minima) > total:
        yield ("max_total_workers",), f"{total} is less than all min_workers together, {sum(minima)}"


class _Numbers:
    """The valid integers of a document."""

    def __init__(self, document: Document, faults: Mapping[Path, str]) -> None:
        self._document = document
        self._faults = faults

    def at(self, *path: str) -> int | None:
        """None where there is none, or an invalid one."""
        found: Any = self._document
        for depth, name in enumerate(path, 1):
            if path[:depth] in self._faults or not isinstance(found, dict):
                return None
            found = found.get(name)
        return found if type(found) is int else None

    def of_lanes(self, name: str) -> list[int] | None:
        """The same field of all lanes; None unless every one is valid."""
        found = [self.at("lanes", lane, name) for lane in LANES]
        known = [number for number in found if number is not None]
        return known if len(known) == len(found) else None
