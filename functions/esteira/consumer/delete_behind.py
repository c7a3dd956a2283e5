"""Deletes what is done while the caller works on the next batch."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from esteira.consumer.deps import ConsumerDeps
from esteira.core.log import logger
from esteira.core.queue.received_message import ReceivedMessage


@dataclass(kw_only=True)
class DeleteBehind:
    """Deletes what is done, one batch at a time."""

    consumer: ConsumerDeps[Any]
    threads: ThreadPoolExecutor
    _started: Future[None] | None = field(default=None, init=False)

    def start(self, done: Sequence[ReceivedMessage]) -> None:
        """Start to delete these messages, once the batch before is deleted."""
        self.close()
        self._started = self.threads.submit(self._delete, done)

    def close(self) -> None:
        """Wait until the batch that was started is deleted."""
        if self._started:
            self._started.result()

    def _delete(self, done: Sequence[ReceivedMessage]) -> None:
        refused = self.consumer.queue_receiver.acknowledge(done)
        if refused:
            logger.warning("messages not deleted", lane=self.consumer.rules.lane, count=refused)
