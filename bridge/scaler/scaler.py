"""One pass a second: look, decide (pure, `esteira.domain.flow.reconcile`), do. Whatever is away, what runs goes on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from esteira.clock import Clock
from esteira.domain.flow.actions import (
    AskToDrain,
    Forget,
    Kill,
    OwnProcess,
    ScalerAction,
    ScalerMemory,
    Sight,
    StartWorker,
    Terminate,
)
from esteira.domain.flow.config_change import NEVER_CHANGED
from esteira.domain.flow.plan import Plan
from esteira.domain.flow.reconcile import staff
from esteira.errors import FlowUnavailable
from esteira.log import logger
from esteira.use_cases.ports.scaling import Action, FlowBoard, HeartbeatBoard, PlanBoard

from bridge.scaler.driver import Driver
from bridge.scaler.event_log import Diary
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.outage import Outage


@dataclass(frozen=True, kw_only=True)
class Boards:
    """What the scaler reads in Redis."""

    plans: PlanBoard
    workers: HeartbeatBoard
    flow: FlowBoard


class Scaler:
    """Makes the plan's numbers true, pass by pass."""

    def __init__(self, boards: Boards, driver: Driver, mappings: LaneMappings, diary: Diary, clock: Clock) -> None:
        self._boards = boards
        self._driver = driver
        self._mappings = mappings
        self._diary = diary
        self._clock = clock
        self._memory = ScalerMemory()
        self._outage = Outage("redis")

    def pass_once(self) -> None:
        """One look and what follows from it. Without Redis nothing is started, ended or changed."""
        try:
            plan = self._staff()
            self._outage.end()
        except FlowUnavailable as error:
            self._outage.begin(error)
            return
        if plan:
            self._mappings.follow(plan)
        self._diary.hand_in()

    def end(self, all_gone: Callable[[Callable[[], bool]], bool]) -> None:
        """Ends every worker here: each finishes the batch in hand. Whoever has not by then is killed.

        `all_gone` waits for a condition, and answers whether it came true.
        """
        for process in self._living():
            self._driver.terminate(process.name)
            self._diary.note(process.lane, "terminated", "The scaler is told to end.", worker=process.name)
        if not all_gone(lambda: not self._living()):
            for process in self._living():
                self._driver.kill(process.name)
                self._diary.note(process.lane, "killed", "It did not end in time.", worker=process.name)
        self._diary.hand_in()

    def _staff(self) -> Plan | None:
        plan = self._boards.plans.get()
        shown = self._boards.flow.get()
        limits = (shown or NEVER_CHANGED).configuration.worker
        beats = self._boards.workers.beats()
        sight = Sight(processes=self._driver.processes(beats), beats=beats)
        staffing = staff(plan, sight, limits, self._memory, self._clock())
        # Remembered first: what is cut short by an outage is seen, and done, again.
        self._memory = staffing.memory
        for action in staffing.actions:
            self._carry_out(action)
        return plan

    def _carry_out(self, action: ScalerAction) -> None:
        match action:
            case StartWorker():
                name = self._driver.start(action.lane)
                self._told(action, "replaced" if action.replaces else "started", name)
            case AskToDrain():
                self._boards.workers.ask_to_drain(action.name)
                self._told(action, "drained", action.name)
            case Terminate():
                self._driver.terminate(action.name)
                self._told(action, "terminated", action.name)
            case Kill():
                self._driver.kill(action.name)
                self._told(action, "killed", action.name)
            case Forget():
                self._boards.workers.forget(action.name)
                self._driver.forget(action.name)

    def _told(self, action: ScalerAction, word: Action, worker: str) -> None:
        logger.info("worker scaled", action=word, lane=action.lane, worker=worker, reason=action.reason)
        self._diary.note(action.lane, word, action.reason, worker=worker)

    def _living(self) -> Sequence[OwnProcess]:
        return [process for process in self._driver.processes(()) if process.alive]
