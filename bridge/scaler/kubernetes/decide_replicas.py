"""Decides how many pods a lane's Deployment shall have: as many as are planned, whoever had changed it."""

from dataclasses import dataclass

from esteira.scaling.plan import LanePlan


@dataclass(frozen=True, kw_only=True)
class ObservedDeployment:
    """How many pods a Deployment asks for, in one version of it. Versions can only be compared for equality."""

    replicas: int
    version: str


@dataclass(frozen=True, kw_only=True)
class SetReplicas:
    """Ask for so many pods, if the Deployment still has the version that this was decided from."""

    replicas: int
    version: str
    reason: str


def decide_replicas(planned: LanePlan, observed: ObservedDeployment | None) -> SetReplicas | None:
    """None where nothing is to be done. A Deployment that was never seen is left as it is."""
    if observed is None or observed.replicas == planned.workers:
        return None
    reason = f"{observed.replicas} pods were asked for, {planned.workers} are planned. {planned.reason}"
    return SetReplicas(replicas=planned.workers, version=observed.version, reason=reason)
