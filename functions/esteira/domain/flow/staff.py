"""Decides what the scaler does so that a plan's numbers become true, and no worker that is busy is cut (F19)."""

from datetime import datetime

from esteira.domain.flow.configuration import WorkerLimits
from esteira.domain.flow.plan import Plan
from esteira.domain.flow.staffing import ScalerMemory, Sight, Staffing


def staff(plan: Plan | None, sight: Sight, limits: WorkerLimits, memory: ScalerMemory, now: datetime) -> Staffing:
    """What to do now. Without a plan nobody is started and nobody is sent away."""
    raise NotImplementedError
