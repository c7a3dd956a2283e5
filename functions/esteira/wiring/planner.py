"""The composition root of the worker manager and the scaler."""

from functools import cached_property

from esteira.adapters.process.host import MachineHost
from esteira.adapters.sqs.client import sqs_client
from esteira.adapters.sqs.gauge import SqsQueueGauge
from esteira.clock import utc_now
from esteira.domain.names import Lane
from esteira.settings import OperatorSettings
from esteira.use_cases.plan_capacity import Lookout
from esteira.use_cases.ports.ledger import QueueGauge
from esteira.wiring.scaling import FlowStores

QUEUE_PATIENCE_SECONDS = 2
"""A manager that waited longer for a queue would miss its next tick; a queue that does not answer is no disaster."""


class Capacity(FlowStores):
    """What capacity is planned and kept with. Nothing is connected before it is used."""

    def __init__(self, settings: OperatorSettings) -> None:
        super().__init__(target_dsn=settings.target_dsn, redis_url=settings.redis_url)
        self._settings = settings

    @cached_property
    def lookout(self) -> Lookout:
        """All that the manager needs."""
        return Lookout(
            gauges={lane: self._gauge(lane) for lane in self._settings.lanes},
            workers=self.workers,
            host=MachineHost(),
            plans=self.plans,
            log=self.decisions,
            clock=utc_now,
        )

    def _gauge(self, lane: Lane) -> QueueGauge:
        url = self._settings.lanes[lane].queue_url
        client = sqs_client(url, connections=1, read_timeout_seconds=QUEUE_PATIENCE_SECONDS, retries=0)
        return SqsQueueGauge(client, url)
