"""A worker's heartbeat, from a thread of its main process: every two seconds, and at once when its state changes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread

from esteira.core.clock import Clock, utc_now
from esteira.core.errors import FlowUnavailable
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.scaling.observation import Heartbeat, WorkerState
from esteira.scaling.ports import HeartbeatStore

from bridge.worker.shared_state import SharedWorkerState
from bridge.worker.usage import UsageMeter
from bridge.worker.watchdog import Watchdog

BEAT_SECONDS = 2.0
CHECK_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The fields of a heartbeat that stay the same."""

    name: str
    lane: Lane
    host: str
    pid: int
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class HeartbeatInputs:
    """What a heartbeat is made from, and what it triggers. `tasks_waiting` raises `FlowUnavailable`.

    `on_drain` is called once, when the worker is first asked to drain; `on_stuck` whenever the watchdog finds it stuck.
    """

    store: HeartbeatStore
    tasks_waiting: Callable[[], int]
    on_drain: Callable[[], None]
    on_stuck: Callable[[], None]
    usage: UsageMeter
    clock: Clock = utc_now
    monotonic: Callable[[], float] = time.monotonic


class HeartbeatSender:
    """Sends heartbeats until it is stopped. While Redis is away it logs that once, and goes on."""

    def __init__(self, identity: Identity, state: SharedWorkerState, inputs: HeartbeatInputs) -> None:
        self._identity = identity
        self._state = state
        self._inputs = inputs
        self._watchdog = Watchdog(inputs.monotonic)
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="heartbeat", daemon=True)
        self._reached = True
        self.ready = False

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stops the thread, and deletes the worker's heartbeat if Redis can be reached."""
        self._stopped.set()
        self._thread.join(BEAT_SECONDS)
        self._try(lambda: self._inputs.store.forget(self._identity.name))

    def state(self) -> WorkerState:
        """What the worker is doing."""
        if self._state.draining:
            return WorkerState.DRAINING
        if not self.ready:
            return WorkerState.STARTING
        if not self._state.in_task:
            return WorkerState.IDLE
        return WorkerState.BUSY if self._state.in_hand else WorkerState.POLLING

    def beat(self) -> None:
        """Sends one heartbeat and reads the request to drain. Raises `FlowUnavailable`."""
        try:
            self._exchange()
        except FlowUnavailable:
            # While Redis is away no task can be fetched, so that time says nothing about this worker.
            self._watchdog.reset()
            raise

    def _exchange(self) -> None:
        self._inputs.store.beat(self._heartbeat())
        if not self._state.draining and self._inputs.store.is_asked_to_drain(self._identity.name):
            self._state.draining = 1
            self._inputs.on_drain()
        if self._watchdog.is_stuck(self.state(), self._inputs.tasks_waiting()):
            self._inputs.on_stuck()

    def _run(self) -> None:
        sent, sent_at = None, 0.0
        while not self._stopped.wait(CHECK_SECONDS):
            now, current = self._inputs.monotonic(), _reported(self.state())
            if current != sent or now - sent_at >= BEAT_SECONDS:
                sent, sent_at = current, now
                self._try(self.beat)

    def _try(self, call: Callable[[], None]) -> None:
        try:
            call()
        except FlowUnavailable as error:
            if self._reached:
                logger.warning("heartbeat not sent", action="beat", worker=self._identity.name, error=str(error))
            self._reached = False
        else:
            self._reached = True

    def _heartbeat(self) -> Heartbeat:
        sample = self._inputs.usage.sample()
        return Heartbeat(
            name=self._identity.name,
            lane=self._identity.lane,
            host=self._identity.host,
            pid=self._identity.pid,
            state=self.state(),
            in_hand=self._state.in_hand,
            cpu_percent=sample.cpu_percent,
            memory_mib=sample.memory_mib,
            processed=self._state.processed,
            failed=self._state.failed,
            rate_per_second=round(self._state.rate_per_second, 1),
            started_at=self._identity.started_at,
            at=self._inputs.clock(),
        )


def _reported(state: WorkerState) -> WorkerState:
    """Polling counts as busy here: the state changes between the two many times a second."""
    return WorkerState.BUSY if state is WorkerState.POLLING else state
