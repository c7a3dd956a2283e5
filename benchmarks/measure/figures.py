"""Medians and percentiles, and what one run of a contender measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run. `processor_seconds` and `peak_mib` are by program; processor time counts until nothing is in motion.

    `seconds` is from the first publish to the last row, and `busy_seconds` the processor time of all within it.
    """

    orders: int
    seconds: float
    busy_seconds: float
    processor_seconds: Mapping[str, float] = field(default_factory=dict)
    peak_mib: Mapping[str, float] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Orders per second."""
        return self.orders / self.seconds

    @property
    def cores(self) -> float:
        """Cores that were busy on average from the first publish to the last row."""
        return self.busy_seconds / self.seconds

    @property
    def milliseconds_an_order(self) -> float:
        """Processor time of all programs for one order."""
        return 1000 * sum(self.processor_seconds.values()) / self.orders


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The medians over all runs of one contender; by program as well."""

    name: str
    orders: int
    rounds: int
    per_second: float
    slowest_per_second: float
    fastest_per_second: float
    cores: float
    milliseconds_an_order: float
    milliseconds_by_program: Mapping[str, float]
    peak_mib: Mapping[str, float]


def summarized(name: str, runs: Sequence[Run]) -> Summary:
    """Return the medians of these runs, at least one."""
    rates = [run.per_second for run in runs]
    return Summary(
        name=name,
        orders=runs[0].orders,
        rounds=len(runs),
        per_second=median(rates),
        slowest_per_second=min(rates),
        fastest_per_second=max(rates),
        cores=median(run.cores for run in runs),
        milliseconds_an_order=median(run.milliseconds_an_order for run in runs),
        milliseconds_by_program=_medians(
            [{name: 1000 * each / run.orders for name, each in run.processor_seconds.items()} for run in runs]
        ),
        peak_mib=_medians([run.peak_mib for run in runs]),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that is not less than `percent` of all (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def _medians(figures: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = {name: None for each in figures for name in each}
    return {name: median(each.get(name, 0.0) for each in figures) for name in names}
