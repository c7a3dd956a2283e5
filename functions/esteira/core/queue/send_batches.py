"""Sends bodies to a queue: batches of ten, several requests in flight, what was not taken once more."""

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

GoOn = Callable[[], bool]
"""Whether there is time for another request."""


@dataclass(frozen=True, kw_only=True)
class BatchSender:
    """Sends to one queue. `pause` waits that many seconds; it is an argument so that tests need not wait."""

    queue: QueueSender
    in_flight: int
    pause: Callable[[float], object] = time.sleep
    chance: random.Random = field(default_factory=random.Random)

    def send(self, bodies: Sequence[str], *, go_on: GoOn) -> list[SendResult]:
        """The outcome of each body, in their order. Stops trying again when `go_on` says no.

        Once a batch is given up no further one is begun: the cursor could not pass the hole anyway.
        """
        batches = pack([len(body.encode()) for body in bodies], max_bytes=self.queue.max_message_bytes())
        hole = Event()

        def send_batch(batch: range) -> list[SendResult]:
            outcomes = self._send_batch(bodies[batch.start : batch.stop], lambda: go_on() and not hole.is_set())
            if UNSENT in outcomes:
                hole.set()
            return outcomes

        with ThreadPoolExecutor(self.in_flight, thread_name_prefix="send") as senders:
            return [outcome for outcomes in senders.map(send_batch, batches) for outcome in outcomes]

    def _send_batch(self, bodies: Sequence[str], go_on: GoOn) -> list[SendResult]:
        outcomes = [UNSENT] * len(bodies)
        for tries in range(MAX_SEND_TRIES):
            left = [index for index, outcome in enumerate(outcomes) if outcome is UNSENT]
            if not left or not go_on():
                break
            if tries:
                self.pause(pause_seconds(tries, chance=self.chance))
            for index, outcome in zip(left, self._ask([bodies[index] for index in left]), strict=True):
                outcomes[index] = outcome
        return outcomes

    def _ask(self, bodies: Sequence[str]) -> list[SendResult]:
        try:
            return classify_reply(len(bodies), self.queue.send(bodies))
        except QueueUnavailable as error:
            logger.warning("batch not sent", action="send", count=len(bodies), error=str(error))
            return [UNSENT] * len(bodies)
