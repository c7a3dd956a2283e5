"""What one worker's process knows of itself: Celery calls signal handlers and tasks, and hands them nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esteira.domain.names import Lane

from bridge.worker.graceful_shutdown import LastWish
from bridge.worker.shared_state import SLATE

if TYPE_CHECKING:
    from bridge.worker.heartbeat import Pulse
    from bridge.worker.lane_consumer import Drained


@dataclass
class Here:
    """Filled in by `bridge.worker.lifecycle`. `lane` is None in a worker that drains none; `drained` is the child's."""

    lane: Lane | None = None
    main_pid: int = 0
    controller: Any = None
    pulse: Pulse | None = None
    last_wish: LastWish = field(default_factory=lambda: LastWish(SLATE))
    drained: Drained | None = None


HERE = Here()
