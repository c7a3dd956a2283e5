"""The metrics gateway over Esteira's own use cases."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from esteira.core.clock import Clock, utc_now
from esteira.metrics.compute_metrics import Computed, compute_metrics
from esteira.metrics.metric import Metric
from esteira.metrics.prometheus import exposition
from esteira.metrics.read_history import ReadHistory, read_history
from esteira.metrics.read_metrics import read_metrics
from esteira.metrics.ring_buffer import Point
from esteira.metrics.wiring import Metrics


class CoreMetricsGateway:
    """Measures the quick way (tallies instead of full counts), because it runs up to once a second."""

    def __init__(self, metrics: Metrics, *, clock: Clock = utc_now) -> None:
        self._metrics = metrics
        self._clock = clock

    def compute(self) -> Computed:
        """See `MetricsGateway.compute`."""
        return compute_metrics(self._metrics.quick)

    def read(self) -> Mapping[str, Metric]:
        """See `MetricsGateway.read`."""
        return read_metrics(self._metrics.store, self._clock).metrics

    def history(self, name: str, past: timedelta) -> Sequence[Point]:
        """See `MetricsGateway.history`."""
        now = self._clock()
        query = ReadHistory.model_validate({"from": now - past, "to": now, "step": 1})
        return read_history(self._metrics.store, name, query, now).points

    def exposition(self) -> str:
        """See `MetricsGateway.exposition`."""
        return exposition(self.read().values())
