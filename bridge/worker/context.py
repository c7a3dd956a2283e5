"""What one worker process knows about itself: Celery calls signal handlers and tasks without arguments of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esteira.core.names import Lane

from bridge.worker.graceful_shutdown import GracefulShutdown
from bridge.worker.shared_state import SHARED_STATE

if TYPE_CHECKING:
    from bridge.worker.heartbeat import HeartbeatSender
    from bridge.worker.lane_consumer import LaneConsumer


@dataclass
class WorkerContext:
    """Filled in by `bridge.worker.lifecycle`. `lane` is None in a worker of other queues; `consumer` is the child's."""

    lane: Lane | None = None
    main_pid: int = 0
    controller: Any = None
    heartbeat: HeartbeatSender | None = None
    shutdown: GracefulShutdown = field(default_factory=lambda: GracefulShutdown(SHARED_STATE))
    consumer: LaneConsumer | None = None


WORKER = WorkerContext()
