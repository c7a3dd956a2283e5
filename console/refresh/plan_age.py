"""Says that nobody plans: without it a console that measures would look calm while no manager works."""

from collections.abc import Mapping
from datetime import datetime

from esteira.metrics.metric import Metric

PLAN_AGE = "flow.plan_age_seconds"

SILENT_AFTER_SECONDS = 30
"""As in the alert SilentManager; the manager plans every two seconds."""

STEP_SECONDS = 10
"""The age is said in these steps: listeners receive every new text."""


def nobody_plans(metrics: Mapping[str, Metric]) -> str:
    """Return a sentence if the plan was too old, or missing, when it was measured. Empty without workers or plan."""
    if age := metrics.get(PLAN_AGE):
        return _sentence("Nobody plans", age.value) if age.value > SILENT_AFTER_SECONDS else ""
    if has_workers_without_plan(metrics):
        return "Nobody plans: workers run, and there is no plan. `esteira status` shows manager and beat."
    return ""


def has_workers_without_plan(metrics: Mapping[str, Metric]) -> bool:
    """Return whether workers run and no plan is known."""
    return PLAN_AGE not in metrics and any(
        metric.value for metric in metrics.values() if metric.kind.pattern == "workers.{lane}.alive"
    )


def plan_meanwhile(metrics: Mapping[str, Metric], now: datetime) -> str:
    """Return how old the last known plan is while Redis cannot be used: then nobody can plan. Empty without one."""
    if not (age := metrics.get(PLAN_AGE)):
        return ""
    seconds = age.value + (now - age.at).total_seconds()
    return _sentence("Nobody can plan meanwhile", seconds) if seconds >= STEP_SECONDS else ""


def _sentence(begin: str, seconds: float) -> str:
    rounded = int(seconds) // STEP_SECONDS * STEP_SECONDS
    return f"{begin}: the last plan is {rounded} s old, and the number of workers stays as it is."
