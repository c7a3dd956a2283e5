"""Handlers of Celery's signals: how the two processes of a drain worker start, become ready and end."""

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
from esteira.core.log import logger
from esteira.core.settings import BridgeSettings, read

from bridge.app import app
from bridge.queues import drain_queue_name, lane_of_queue
from bridge.worker.context import WORKER
from bridge.worker.shared_state import SHARED_STATE

EXIT_AFTER_SECONDS = 10.0


def begin(sender: Any, **_: Any) -> None:
    """In the main process, before it forks. Does nothing in a worker that serves other queues than one lane's."""
    lanes = [lane_of_queue(name) for name in app.amqp.queues.consume_from]
    if len(lanes) != 1 or (lane := lanes[0]) is None:
        return
    # Imported before the fork, so that every child starts with it and shares the memory.
    from bridge.worker.draining import drain_once  # noqa: F401
    from bridge.worker.heartbeat_wiring import make_heartbeat_sender

    WORKER.lane, WORKER.main_pid, WORKER.controller = lane, os.getpid(), sender
    WORKER.heartbeat = make_heartbeat_sender(
        read(BridgeSettings), name=sender.hostname, lane=lane, on_drain=_stop_consuming, on_stuck=_exit_stuck
    )
    WORKER.heartbeat.start()


def begin_child(**_: Any) -> None:
    """In the child, after the fork: clients must not be created before it (R11)."""
    if WORKER.lane is None:
        return
    from bridge.worker.lane_consumer import make_lane_consumer

    SHARED_STATE.begin_child(os.getpid())
    WORKER.shutdown.install(WORKER.main_pid)
    WORKER.consumer = make_lane_consumer(read(BridgeSettings), WORKER.lane)


def ready(**_: Any) -> None:
    """The worker takes tasks from now on."""
    if WORKER.heartbeat:
        WORKER.heartbeat.ready = True


def stop_receiving(**_: Any) -> None:
    """After SIGTERM the current task ends with its batch (R12)."""
    SHARED_STATE.draining = 1


def end(**_: Any) -> None:
    """The worker has finished all its tasks."""
    if WORKER.heartbeat:
        WORKER.heartbeat.stop()


def _stop_consuming() -> None:
    """Called in the heartbeat's thread; executed in Celery's own."""
    if WORKER.lane is not None and WORKER.controller is not None:
        consumer = WORKER.controller.consumer
        consumer.call_soon(consumer.cancel_task_queue, drain_queue_name(WORKER.lane))


def _exit_stuck() -> None:
    """Ends this worker; the scaler starts another. SIGTERM first, which a main process that hangs does not handle."""
    logger.error("worker ends itself", action="watchdog", lane=WORKER.lane, error="tasks wait, and none is fetched")
    SHARED_STATE.draining = 1
    os.kill(os.getpid(), signal.SIGTERM)
    timer = Timer(EXIT_AFTER_SECONDS, os._exit, (1,))
    timer.daemon = True
    timer.start()


worker_init.connect(begin)
worker_process_init.connect(begin_child)
worker_ready.connect(ready)
worker_shutting_down.connect(stop_receiving)
worker_shutdown.connect(end)
