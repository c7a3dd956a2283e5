"""Workers that are processes of this host: observe, decide (pure, `esteira.scaling.reconcile`), act."""

from collections.abc import Sequence

from esteira.core.clock import Clock
from esteira.core.log import logger
from esteira.scaling.actions import AskToDrain, Forget, Kill, ScalerAction, StartWorker, Terminate
from esteira.scaling.config_change import DEFAULT_VERSION
from esteira.scaling.plan import Plan
from esteira.scaling.ports import Action
from esteira.scaling.reconcile import reconcile
from esteira.scaling.worker_state import ObservedState, OwnProcess, ScalerMemory

from bridge.scaler.driver import Driver
from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.scaler import ScalerStores, WaitUntil


class ProcessWorkers:
    """The port `Workers`: starts, drains, ends and replaces single processes by a driver."""

    def __init__(self, stores: ScalerStores, driver: Driver, events: ScalingEventLog, clock: Clock) -> None:
        self._stores = stores
        self._driver = driver
        self._events = events
        self._clock = clock
        self._memory = ScalerMemory()

    def follow(self, plan: Plan | None) -> None:
        """See `Workers.follow`."""
        version = self._stores.config.get() or DEFAULT_VERSION
        beats = self._stores.heartbeats.beats()
        observed = ObservedState(processes=self._driver.processes(beats), beats=beats)
        decision = reconcile(plan, observed, version.configuration.worker, self._memory, self._clock())
        # Before the actions: one that an outage interrupts is decided and carried out again.
        self._memory = decision.memory
        for action in decision.actions:
            self._carry_out(action)

    def end(self, wait_until: WaitUntil) -> None:
        """Ends every worker of this host: each finishes the batch in hand; those that do not end in time are killed."""
        for process in self._alive():
            self._driver.terminate(process.name)
            self._events.record(process.lane, "terminated", "The scaler is told to end.", worker=process.name)
        if not wait_until(lambda: not self._alive()):
            for process in self._alive():
                self._driver.kill(process.name)
                self._events.record(process.lane, "killed", "It did not end in time.", worker=process.name)

    def _carry_out(self, action: ScalerAction) -> None:
        match action:
            case StartWorker():
                name = self._driver.start(action.lane)
                self._report(action, "replaced" if action.replaces else "started", name)
            case AskToDrain():
                self._stores.heartbeats.ask_to_drain(action.name)
                self._report(action, "drained", action.name)
            case Terminate():
                self._driver.terminate(action.name)
                self._report(action, "terminated", action.name)
            case Kill():
                self._driver.kill(action.name)
                self._report(action, "killed", action.name)
            case Forget():
                self._stores.heartbeats.forget(action.name)
                self._driver.forget(action.name)

    def _report(self, action: ScalerAction, word: Action, worker: str) -> None:
        logger.info("worker scaled", action=word, lane=action.lane, worker=worker, reason=action.reason)
        self._events.record(action.lane, word, action.reason, worker=worker)

    def _alive(self) -> Sequence[OwnProcess]:
        return [process for process in self._driver.processes(()) if process.alive]
