"""One pass per second: observe, decide (pure, `esteira.scaling.reconcile`), act. Outages end no worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.errors import FlowUnavailable
from esteira.core.log import logger
from esteira.scaling.actions import AskToDrain, Forget, Kill, ScalerAction, StartWorker, Terminate
from esteira.scaling.config_change import DEFAULT_VERSION
from esteira.scaling.plan import Plan, stopped_by
from esteira.scaling.ports import Action, ConfigCache, HeartbeatStore, PlanCache
from esteira.scaling.reconcile import reconcile
from esteira.scaling.worker_state import ObservedState, OwnProcess, ScalerMemory

from bridge.scaler.driver import Driver
from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.outage_log import OutageLog


@dataclass(frozen=True, kw_only=True)
class ScalerStores:
    """What the scaler reads and writes in Redis."""

    plans: PlanCache
    heartbeats: HeartbeatStore
    config: ConfigCache


class Scaler:
    """Makes the workers and mappings match the plan, pass by pass."""

    def __init__(
        self, stores: ScalerStores, driver: Driver, mappings: LaneMappings, events: ScalingEventLog, clock: Clock
    ) -> None:
        self._stores = stores
        self._driver = driver
        self._mappings = mappings
        self._events = events
        self._clock = clock
        self._memory = ScalerMemory()
        self._outage = OutageLog("redis")

    def pass_once(self) -> None:
        """One pass. While Redis cannot be read and written nothing is started, ended or changed."""
        try:
            plan = self._reconcile()
            self._outage.succeeded()
        except FlowUnavailable as error:
            self._outage.failed(error)
            return
        if plan:
            self._mappings.follow(plan)
        self._events.flush()

    def end(self, wait_until: Callable[[Callable[[], bool]], bool]) -> None:
        """Ends every worker of this host: each finishes the batch in hand; those that do not end in time are killed.

        `wait_until` waits for a condition, and returns whether it became true in time.
        """
        for process in self._alive():
            self._driver.terminate(process.name)
            self._events.record(process.lane, "terminated", "The scaler is told to end.", worker=process.name)
        if not wait_until(lambda: not self._alive()):
            for process in self._alive():
                self._driver.kill(process.name)
                self._events.record(process.lane, "killed", "It did not end in time.", worker=process.name)
        self._events.flush()

    def _reconcile(self) -> Plan | None:
        # A replica or a full Redis still shows the old heartbeats, and takes no new ones: all would seem silent.
        self._stores.heartbeats.check_writable()
        plan = self._stores.plans.get()
        version = self._stores.config.get() or DEFAULT_VERSION
        beats = self._stores.heartbeats.beats()
        observed = ObservedState(processes=self._driver.processes(beats), beats=beats)
        decision = reconcile(plan, observed, version.configuration.worker, self._memory, self._clock())
        # Before the actions: one that an outage interrupts is decided and carried out again.
        self._memory = decision.memory
        for action in decision.actions:
            self._carry_out(action)
        # Read again and last: a pause since the plan was made must not be undone by it.
        return plan and stopped_by(self._stores.config.get(), plan)

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
