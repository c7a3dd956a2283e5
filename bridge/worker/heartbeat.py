"""A worker's sign of life, from a thread of its main process: every two seconds, and at once when its state changes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread

from esteira.clock import Clock, utc_now
from esteira.domain.flow.observation import Heartbeat, WorkerState
from esteira.domain.names import Lane
from esteira.errors import FlowUnavailable
from esteira.log import logger
from esteira.use_cases.ports.scaling import HeartbeatBoard

from bridge.worker.shared_state import Slate
from bridge.worker.usage import Usage
from bridge.worker.watchdog import Watchdog

BEAT_SECONDS = 2.0
LOOK_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who beats."""

    name: str
    lane: Lane
    host: str
    pid: int
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a pulse asks and whom it tells. `tasks_waiting` raises `FlowUnavailable`.

    `on_drain` is called once, when the worker is first asked to drain; `on_deaf` whenever the watchdog barks.
    """

    board: HeartbeatBoard
    tasks_waiting: Callable[[], int]
    on_drain: Callable[[], None]
    on_deaf: Callable[[], None]
    usage: Usage
    clock: Clock = utc_now
    monotonic: Callable[[], float] = time.monotonic


class Pulse:
    """Beats until it is stopped. While Redis is away it says so once, and goes on."""

    def __init__(self, identity: Identity, slate: Slate, around: Surroundings) -> None:
        self._identity = identity
        self._slate = slate
        self._around = around
        self._watchdog = Watchdog(around.monotonic)
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="pulse", daemon=True)
        self._reached = True
        self.ready = False

    def start(self) -> None:
        """Begins to beat."""
        self._thread.start()

    def stop(self) -> None:
        """Beats no more, and takes the worker off the board if it can be reached."""
        self._stopped.set()
        self._thread.join(BEAT_SECONDS)
        self._tell(lambda: self._around.board.forget(self._identity.name))

    def state(self) -> WorkerState:
        """What the worker is doing."""
        if self._slate.draining:
            return WorkerState.DRAINING
        if not self.ready:
            return WorkerState.STARTING
        if not self._slate.in_task:
            return WorkerState.IDLE
        return WorkerState.BUSY if self._slate.in_hand else WorkerState.POLLING

    def beat(self) -> None:
        """One sign of life, and what is to be heard in return. Raises `FlowUnavailable`."""
        self._around.board.beat(self._heartbeat())
        if not self._slate.draining and self._around.board.is_asked_to_drain(self._identity.name):
            self._slate.draining = 1
            self._around.on_drain()
        if self._watchdog.barks(self.state(), self._around.tasks_waiting()):
            self._around.on_deaf()

    def _run(self) -> None:
        shown, beat_at = None, 0.0
        while not self._stopped.wait(LOOK_SECONDS):
            now, told = self._around.monotonic(), _told(self.state())
            if told != shown or now - beat_at >= BEAT_SECONDS:
                shown, beat_at = told, now
                self._tell(self.beat)

    def _tell(self, say: Callable[[], None]) -> None:
        try:
            say()
        except FlowUnavailable as error:
            if self._reached:
                logger.warning("heartbeat not told", action="beat", worker=self._identity.name, error=str(error))
            self._reached = False
        else:
            self._reached = True

    def _heartbeat(self) -> Heartbeat:
        reading = self._around.usage.read()
        return Heartbeat(
            name=self._identity.name,
            lane=self._identity.lane,
            host=self._identity.host,
            pid=self._identity.pid,
            state=self.state(),
            in_hand=self._slate.in_hand,
            cpu_percent=reading.cpu_percent,
            memory_mib=reading.memory_mib,
            processed=self._slate.processed,
            failed=self._slate.failed,
            rate_per_second=round(self._slate.rate_per_second, 1),
            started_at=self._identity.started_at,
            at=self._around.clock(),
        )


def _told(state: WorkerState) -> WorkerState:
    """States between which it changes many times a second count as one."""
    return WorkerState.BUSY if state is WorkerState.POLLING else state
