"""The composition root of the worker manager and the scaler."""

from functools import cached_property

from esteira.adapters.process.host import MachineHost
from esteira.adapters.sqs.client import sqs_client
from esteira.adapters.sqs.gauge import SqsQueueGauge
from esteira.clock import utc_now
from esteira.domain.names import Lane
from esteira.settings import OperatorSettings
from esteira.use_cases.plan_capacity import PlannerDeps
from esteira.use_cases.ports.ledger import QueueGauge
from esteira.wiring.scaling import ScalingWiring

QUEUE_TIMEOUT_SECONDS = 2
"""A manager that waited longer for a queue would miss its next tick. A queue that does not answer changes nothing."""


class PlannerWiring(ScalingWiring):
    """Everything that manager and scaler need. Connects when first used."""

    def __init__(self, settings: OperatorSettings) -> None:
        super().__init__(target_dsn=settings.target_dsn, redis_url=settings.redis_url)
        self._settings = settings

    @cached_property
    def deps(self) -> PlannerDeps:
        """For `plan_capacity`."""
        return PlannerDeps(
            gauges={lane: self._gauge(lane) for lane in self._settings.lanes},
            heartbeats=self.heartbeats,
            host=MachineHost(),
            plans=self.plans,
            log=self.decisions,
            clock=utc_now,
        )

    def _gauge(self, lane: Lane) -> QueueGauge:
        url = self._settings.lanes[lane].queue_url
        client = sqs_client(url, connections=1, read_timeout_seconds=QUEUE_TIMEOUT_SECONDS, retries=0)
        return SqsQueueGauge(client, url)
