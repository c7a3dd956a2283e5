"""The gallery of events: samples, and a batch with a message that is in the queue."""

from dataclasses import dataclass
from datetime import datetime

from esteira.core.names import LANES
from esteira.queues.deps import QueuesDeps
from esteira.queues.peek_queue import peek_queue
from esteira.queues.queue import Side
from esteira.stack.deps import StackDeps
from esteira.stack.function import DeployedFunction
from esteira.stack.sample_events import queue_event, sample_events

CAPTURED = "captured"


@dataclass(frozen=True, kw_only=True)
class FunctionsPageDeps:
    """What the pages of functions read and call."""

    stack: StackDeps
    queues: QueuesDeps


def gallery(function: DeployedFunction, now: datetime) -> list[str]:
    """Return the names of a function's events: those of `SampleName`, and `captured` for that of a lane's consumer."""
    names = [sample.name.value for sample in sample_events(function, now)]
    return [*names, CAPTURED] if function.queue in LANES else names


def event_of(deps: FunctionsPageDeps, function: DeployedFunction, name: str) -> str | None:
    """Return the event of this name, or else the first one; None where the queue shows no message.

    Raises `QueueUnavailable`.
    """
    now = deps.stack.clock()
    if name == CAPTURED and function.queue in LANES:
        messages = peek_queue(deps.queues, function.queue, Side.QUEUE, limit=1).messages
        return queue_event(function, [messages[0].body], now) if messages else None
    samples = sample_events(function, now)
    return next((sample.event for sample in samples if sample.name.value == name), samples[0].event)
