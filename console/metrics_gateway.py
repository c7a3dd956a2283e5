"""What the console asks of the metrics, in its own words. Calls block: they belong on a thread."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from esteira.domain.metrics.metric import Metric
from esteira.domain.metrics.rings import Point
from esteira.use_cases.compute_metrics import Computed


class MetricsGateway(Protocol):
    """The metrics as they stand in Redis, and the means to bring them up to date. All raise `Unavailable`."""

    def compute(self) -> Computed:
        """Measures everything and keeps it; what cannot be measured is named in the answer."""
        ...

    def read(self) -> Mapping[str, Metric]:
        """What was measured last, by anybody; empty where nothing was yet."""
        ...

    def history(self, name: str, past: timedelta) -> Sequence[Point]:
        """One figure, second by second, over the last minutes (ten at most); gaps stay gaps."""
        ...

    def exposition(self) -> str:
        """What was measured last, as Prometheus reads it."""
        ...
