"""Sends bodies to a queue: in batches of ten, with several requests in flight, and with retries."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from esteira.core.errors import QueueUnavailable
from esteira.core.log import logger
from esteira.core.queue.batching import MAX_SEND_TRIES, UNSENT, SendResult, classify_reply, pack, pause_seconds
from esteira.core.queue.ports import QueueSender

ShouldContinue = Callable[[], bool]
"""Returns whether there is time for another request."""


@dataclass(frozen=True, kw_only=True)
class BatchSender:
    """Sends messages to one queue.

    `in_flight` is the number of concurrent requests. `pause` waits so many seconds; tests replace it.
    """

    queue: QueueSender
    in_flight: int
    pause: Callable[[float], object] = time.sleep
    chance: random.Random = field(default_factory=random.Random)

    def send(self, bodies: Sequence[str], *, should_continue: ShouldContinue) -> list[SendResult]:
        """Send the bodies and return their outcomes in the same order. Stops when `should_continue` returns False.

        Once a batch is given up no further one is started, because the cursor cannot pass a message that was not sent.
        Raises `QueueUnavailable` when the queue's message size cannot be read.
        """
        batches = pack([len(body.encode()) for body in bodies], max_bytes=self.queue.max_message_bytes())
        gave_up = Event()

        def send_batch(batch: range) -> list[SendResult]:
            part = bodies[batch.start : batch.stop]
            outcomes = self._send_batch(part, lambda: should_continue() and not gave_up.is_set())
            if UNSENT in outcomes:
                gave_up.set()
            return outcomes

        with ThreadPoolExecutor(self.in_flight, thread_name_prefix="send") as senders:
            return [outcome for outcomes in senders.map(send_batch, batches) for outcome in outcomes]

    def _send_batch(self, bodies: Sequence[str], should_continue: ShouldContinue) -> list[SendResult]:
        outcomes = [UNSENT] * len(bodies)
        for tries in range(MAX_SEND_TRIES):
            unsent = [index for index, outcome in enumerate(outcomes) if outcome is UNSENT]
            if not unsent or not should_continue():
                break
            if tries:
                self.pause(pause_seconds(tries, chance=self.chance))
            for index, outcome in zip(unsent, self._try([bodies[index] for index in unsent]), strict=True):
                outcomes[index] = outcome
        return outcomes

    def _try(self, bodies: Sequence[str]) -> list[SendResult]:
        try:
            return classify_reply(len(bodies), self.queue.send(bodies))
        except QueueUnavailable as error:
            logger.warning("batch not sent", action="send", count=len(bodies), error=str(error))
            return [UNSENT] * len(bodies)
