"""Receives the next batch of a lane while the caller works on one."""

import time
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

WAITED_SHARE = 0.25
"""Of the visibility timeout. A batch that waited for longer gets it anew, and so has it whole for its processing."""


@dataclass(frozen=True, kw_only=True)
class TimedBatch:
    """A batch, when it was received (monotonic seconds), and for how long it then stayed hidden."""

    messages: Batch
    received_at: float
    visibility_seconds: int


@dataclass(frozen=True, kw_only=True)
class ReceiveAhead:
    """Receives. `goes_on` returns whether it is not over yet, `pause` waits until it is worth asking again."""

    consumer: ConsumerDeps[Any]
    thread: ThreadPoolExecutor
    goes_on: Callable[[], bool]
    pause: Callable[[], object]
    limit: int
    wait_seconds: int

    def batches(self) -> Iterator[Batch]:
        """Iterate over the batches that are not empty. One is received ahead, where the lane's rules want that."""
        ahead: Future[TimedBatch] | None = None
        while ahead or self.goes_on():
            batch = self._received(ahead or self._start())
            ahead = self._start() if batch and self.consumer.rules.receives_ahead else None
            if batch:
                yield batch

    def _start(self) -> Future[TimedBatch] | None:
        if not (self.goes_on() and self.consumer.may_receive):
            return None
        return self.thread.submit(self._receive)

    def _receive(self) -> TimedBatch:
        queue_receiver = self.consumer.queue_receiver
        # Before anything is received, since it may fail.
        visibility_seconds = queue_receiver.visibility_seconds()
        messages = queue_receiver.receive(self.limit, wait_seconds=self.wait_seconds)
        return TimedBatch(messages=messages, received_at=time.monotonic(), visibility_seconds=visibility_seconds)

    def _received(self, started: Future[TimedBatch] | None) -> Batch:
        try:
            if started:
                return self._still_hidden(started.result())
        except QueueUnavailable as error:
            logger.warning("queue not reachable", lane=self.consumer.rules.lane, error=str(error))
            report_error(self.consumer, error)
        self.pause()
        return ()

    def _still_hidden(self, batch: TimedBatch) -> Batch:
        """Return the batch; where it waited long, with its visibility timeout begun anew, so that it is ours alone.

        One that the queue refuses to hide again was received by another meanwhile; the target knows it as a duplicate.
        """
        if batch.messages and time.monotonic() - batch.received_at > WAITED_SHARE * batch.visibility_seconds:
            delays = [(message, batch.visibility_seconds) for message in batch.messages]
            self.consumer.queue_receiver.change_visibility(delays)
        return batch.messages
