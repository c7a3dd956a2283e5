"""Celery's signals, and what a drain worker does at each: the two processes of it begin, serve and end here."""

import os
import signal
from threading import Timer
from typing import Any

from celery.signals import (
    worker_init,
    worker_process_init,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)
from esteira.log import logger
from esteira.settings import BridgeSettings, read

from bridge.app import app
from bridge.queues import drain_queue_name, lane_of_queue
from bridge.worker.context import HERE
from bridge.worker.shared_state import SLATE

END_SECONDS = 10.0


def begin(sender: Any, **_: Any) -> None:
    """In the main process, before it forks. A worker of other queues than one lane's is none of ours."""
    lanes = [lane_of_queue(name) for name in app.amqp.queues.consume_from]
    if len(lanes) != 1 or (lane := lanes[0]) is None:
        return
    # Imported before the fork: every child has it at once, and shares the memory.
    from bridge.worker.draining import drain_once  # noqa: F401
    from bridge.worker.heartbeat_wiring import make_pulse

    HERE.lane, HERE.main_pid, HERE.controller = lane, os.getpid(), sender
    HERE.pulse = make_pulse(
        read(BridgeSettings), name=sender.hostname, lane=lane, on_drain=_take_nothing_new, on_deaf=_end_as_deaf
    )
    HERE.pulse.start()


def begin_child(**_: Any) -> None:
    """In the child, after the fork: here the clients are made, and not before (R11)."""
    if HERE.lane is None:
        return
    from bridge.worker.lane_consumer import make_drained

    SLATE.begin_child(os.getpid())
    HERE.last_wish.hear(HERE.main_pid)
    HERE.drained = make_drained(read(BridgeSettings), HERE.lane)


def ready(**_: Any) -> None:
    """The worker takes tasks from now on."""
    if HERE.pulse:
        HERE.pulse.ready = True


def stop_receiving(**_: Any) -> None:
    """SIGTERM: the task in hand ends after its batch (R12)."""
    SLATE.draining = 1


def end(**_: Any) -> None:
    """The worker has finished everything."""
    if HERE.pulse:
        HERE.pulse.stop()


def _take_nothing_new() -> None:
    """Called by the pulse's thread; Celery's own thread does it."""
    if HERE.lane is not None and HERE.controller is not None:
        consumer = HERE.controller.consumer
        consumer.call_soon(consumer.cancel_task_queue, drain_queue_name(HERE.lane))


def _end_as_deaf() -> None:
    """The scaler starts another worker in our place. SIGTERM first; a main process that hangs does not hear it."""
    logger.error("worker ends itself", action="watchdog", lane=HERE.lane, error="tasks wait, and none is fetched")
    SLATE.draining = 1
    os.kill(os.getpid(), signal.SIGTERM)
    timer = Timer(END_SECONDS, os._exit, (1,))
    timer.daemon = True
    timer.start()


worker_init.connect(begin)
worker_process_init.connect(begin_child)
worker_ready.connect(ready)
worker_shutting_down.connect(stop_receiving)
worker_shutdown.connect(end)
