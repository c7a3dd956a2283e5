"""A target that kills its own process for some products, and a poller that uses it (T18).

Started like the poller: `python -m tests.harness.crashing_targets SECONDS BATCH`. With the argument `--isolated` it
is the child process in which that poller isolates poison candidates.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from esteira.consumer.attempts import ParsedMessage
from esteira.consumer.deps import ConsumerDeps
from esteira.consumer.drain_queue import drain_queue
from esteira.consumer.outcomes import Outcome
from esteira.consumer.postgres.order_target import PostgresOrderTarget
from esteira.consumer.subprocess.serve_target import serve_target
from esteira.consumer.subprocess.subprocess_target import SubprocessTarget
from esteira.consumer.wiring import ConsumerStores, make_orders_consumer
from esteira.core.messages import OrderMessage
from esteira.core.postgres.target import target_database
from esteira.core.settings import ConsumerSettings, read

MEMORY_BYTES = 2 * 1024**3


class CrashingTarget(PostgresOrderTarget):
    """A target of orders that kills its process, or hangs, for some products."""

    def apply(self, parsed_messages: Sequence[ParsedMessage[OrderMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        for parsed in parsed_messages:
            _crash(parsed.message.payload.product)
        return super().apply(parsed_messages)


def _crash(product: str) -> None:
    if product == "exit":
        os._exit(1)
    if product == "segfault":
        ctypes.string_at(0)
    if product == "memory":
        bytearray(2 * MEMORY_BYTES)
    if product == "hang":
        Event().wait()


def _consumer(settings: ConsumerSettings) -> ConsumerDeps[OrderMessage]:
    child = (sys.executable, "-m", "tests.harness.crashing_targets", "--isolated")
    return replace(
        make_orders_consumer(settings, ConsumerStores(settings)),
        target=CrashingTarget(target_database(settings)),
        subprocess_target=lambda: SubprocessTarget(child, {}, start_seconds=60, seconds_each=60),
    )


def main() -> None:
    """Drain the lane, or serve the target as the child process of a poller."""
    settings = read(ConsumerSettings)
    if sys.argv[1] == "--isolated":
        serve_target(OrderMessage, CrashingTarget(target_database(settings)))
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
    seconds, batch_messages = float(sys.argv[1]), int(sys.argv[2])
    drain_queue(_consumer(settings), for_seconds=seconds, stop=Event(), batch_messages=batch_messages, wait_seconds=1)


if __name__ == "__main__":
    main()
