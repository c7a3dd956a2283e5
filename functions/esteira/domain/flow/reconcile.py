"""Decides what the scaler does so that a plan's numbers become true, and no worker that is busy is cut (F19).

Level-triggered: each pass looks at who is there and does what is missing. Only those that stay count against the plan;
whoever leaves has its successor at once. Too many: those that hold nothing are asked first, and whoever is asked
finishes what it holds. What cannot live (it ends before it ever beats) is tried again ever more slowly.
"""

from datetime import datetime

from esteira.domain.flow.actions import ScalerAction, ScalerMemory, Sight, Staffing
from esteira.domain.flow.config import WorkerLimits
from esteira.domain.flow.crew import Crew, adjusted
from esteira.domain.flow.departures import departures
from esteira.domain.flow.plan import Plan
from esteira.domain.flow.remembering import listen, remember
from esteira.domain.flow.worker_state import roster


def staff(plan: Plan | None, sight: Sight, limits: WorkerLimits, memory: ScalerMemory, now: datetime) -> Staffing:
    """What to do now. Without a plan nobody is started, and nobody sent away who is not leaving already."""
    heard = listen(memory, sight, limits, now)
    workers = roster(sight, heard, now)
    actions: list[ScalerAction] = [*departures(workers, heard, now)]
    for lane, lane_plan in plan.lanes.items() if plan else ():
        members = [worker for worker in workers if worker.lane == lane]
        crew = Crew(lane=lane, plan=lane_plan, limits=limits, memory=heard, now=now, members=members)
        actions += adjusted(crew)
    return Staffing(actions=tuple(actions), memory=remember(heard, workers, actions, now))
