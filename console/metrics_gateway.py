"""The console's port to the metrics. All calls block: run them on a thread."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from esteira.metrics.compute_metrics import Computed
from esteira.metrics.metric import Metric
from esteira.metrics.ring_buffer import Point


class MetricsGateway(Protocol):
    """Measures metrics and reads the stored ones. All methods raise `Unavailable` when Redis does not answer."""

    def compute(self) -> Computed:
        """Measure all metrics and store them. `Computed.failed` names what could not be measured."""
        ...

    def read(self) -> Mapping[str, Metric]:
        """Return the latest stored metrics by name, whoever measured them; empty where there are none."""
        ...

    def history(self, name: str, past: timedelta) -> Sequence[Point]:
        """Return the points of a metric, one per second, for at most ten minutes. Gaps have no points."""
        ...

    def exposition(self) -> str:
        """Return the latest stored metrics in the Prometheus text format."""
        ...
