"""Receives the next batch of a lane while the caller works on one."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.report_failures import report_error
from esteira.core.errors import QueueUnavailable
from esteira.core.log import logger
from esteira.core.queue.received_message import ReceivedMessage

Batch = Sequence[ReceivedMessage]


@dataclass(frozen=True, kw_only=True)
class ReceiveAhead:
    """Receives. `goes_on` returns whether it is not over yet, `pause` waits until it is worth asking again."""

    consumer: ConsumerDeps[Any]
    threads: ThreadPoolExecutor
    goes_on: Callable[[], bool]
    pause: Callable[[], object]
    limit: int
    wait_seconds: int

    def batches(self) -> Iterator[Batch]:
        """Iterate over the batches that are not empty. One is received ahead, where the lane's rules want that."""
        ahead: Future[Batch] | None = None
        while ahead or self.goes_on():
            batch = self._received(ahead or self._start())
            ahead = self._start() if batch and self.consumer.rules.receives_ahead else None
            if batch:
                yield batch

    def _start(self) -> Future[Batch] | None:
        if not (self.goes_on() and self.consumer.may_receive):
            return None
        return self.threads.submit(self.consumer.queue_receiver.receive, self.limit, wait_seconds=self.wait_seconds)

    def _received(self, started: Future[Batch] | None) -> Batch:
        try:
            if started:
                return started.result()
        except QueueUnavailable as error:
            logger.warning("queue not reachable", lane=self.consumer.rules.lane, error=str(error))
            report_error(self.consumer, error)
        self.pause()
        return ()
