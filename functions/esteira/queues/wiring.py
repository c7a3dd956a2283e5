"""Builds the dependencies of the queues from the settings, for the console."""

from functools import cached_property
from typing import TYPE_CHECKING

from esteira.core.clock import utc_now
from esteira.core.names import Lane
from esteira.core.queue.aws_address import on_aws
from esteira.core.queue.sqs_client import sqs_client
from esteira.metrics.wiring import Metrics
from esteira.queues.deps import QueueAccess, QueuesDeps
from esteira.queues.ports import QueuePeeker
from esteira.queues.queue import Side
from esteira.queues.sqs import LocalStackPeeker, NoEmulator, SqsPurger, peeking
from esteira.reconciliation.stores import OperatorStores
from esteira.reconciliation.wiring import Operator
from esteira.scaling.wiring import ConfigWiring

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Queues(OperatorStores):
    """What the use cases of this feature are called with. Connections open at their first use."""

    @cached_property
    def deps(self) -> QueuesDeps:
        """For all of them."""
        return QueuesDeps(
            queues={(lane, side): self._access(lane, side) for lane in self.settings.lanes for side in Side},
            metrics=self.opened(Metrics(self.settings)).store,
            decisions=self.scaling.decisions,
            configs=self.scaling.configs,
            repair=self.opened(Operator(self.settings)).repair_deps,
            clock=utc_now,
        )

    @cached_property
    def scaling(self) -> ConfigWiring:
        """For pausing and resuming."""
        return self.opened(ConfigWiring(target_dsn=self.settings.target_dsn, redis_url=self.settings.redis_url))

    def _access(self, lane: Lane, side: Side) -> QueueAccess:
        queues = self.lane(lane)
        url = queues.queue_url if side is Side.QUEUE else queues.dlq_url
        return QueueAccess(
            depth=self.depth_reader(url),
            peeker=self._peeker(url),
            receiver=self.queue_receiver(url),
            purger=SqsPurger(self._client, url),
        )

    def _peeker(self, url: str) -> QueuePeeker:
        return NoEmulator() if on_aws(url) else LocalStackPeeker(self._peeking, url)

    @cached_property
    def _client(self) -> "SQSClient":
        return self.opened(sqs_client(self._any_queue_url))

    @cached_property
    def _peeking(self) -> "SQSClient":
        return self.opened(peeking(sqs_client(self._any_queue_url)))
