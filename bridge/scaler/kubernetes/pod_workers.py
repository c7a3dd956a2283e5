"""Workers that are pods: each lane's Deployment is given the planned number of replicas."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from esteira.core.clock import Clock
from esteira.core.log import logger
from esteira.core.names import Lane
from esteira.scaling.plan import LanePlan, Plan
from esteira.scaling.ports import HeartbeatStore

from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.kubernetes.backoff import Backoff
from bridge.scaler.kubernetes.client import DeploymentClient
from bridge.scaler.kubernetes.decide_replicas import SetReplicas, decide_replicas
from bridge.scaler.kubernetes.deployment_watch import DeploymentWatch
from bridge.scaler.kubernetes.errors import ClusterUnavailable, VersionConflict
from bridge.scaler.outage_log import OutageLog
from bridge.scaler.scaler import WaitUntil

DECISIONS_A_PASS = 3
"""For one lane. While pods start, Kubernetes changes its Deployment several times a second, so conflicts are usual."""

FORGET_AFTER = timedelta(minutes=2)
"""The heartbeat of a pod that was killed stays; its replacement has a name of its own."""


def deployment_name(lane: Lane) -> str:
    """The name of a lane's Deployment in infra/kubernetes."""
    return f"worker-{lane}"


@dataclass(frozen=True, kw_only=True)
class PodWorkersDeps:
    """What scaling pods calls. The watches run already."""

    client: DeploymentClient
    watches: Mapping[Lane, DeploymentWatch]
    heartbeats: HeartbeatStore
    events: ScalingEventLog
    clock: Clock
    monotonic: Callable[[], float] = time.monotonic


class PodWorkers:
    """The port `Workers`. An API server that is away, slow or refuses changes nothing: every pod works on."""

    def __init__(self, deps: PodWorkersDeps) -> None:
        self._deps = deps
        self._due: dict[Lane, float] = {}
        self._backoffs = {lane: Backoff() for lane in deps.watches}
        self._outages = {lane: OutageLog(f"kubernetes, scale of {watch.name}") for lane, watch in deps.watches.items()}

    def follow(self, plan: Plan | None) -> None:
        """See `Workers.follow`. A lane whose request failed is left alone until its pause is over."""
        self._forget_silent()
        for lane, planned in plan.lanes.items() if plan else ():
            if lane in self._deps.watches and self._deps.monotonic() >= self._due.get(lane, 0.0):
                self._follow(lane, planned)

    def end(self, wait_until: WaitUntil) -> None:  # noqa: ARG002 - the port has it
        """Ends the watches and no worker: the pods go on until the next scaler has a plan for them."""
        for watch in self._deps.watches.values():
            watch.stop()
        self._deps.client.close()

    def _follow(self, lane: Lane, planned: LanePlan) -> None:
        try:
            self._set(lane, planned)
        except ClusterUnavailable as error:
            self._due[lane] = self._deps.monotonic() + self._backoffs[lane].failed(error.retry_after_seconds)
            self._outages[lane].failed(error)

    def _set(self, lane: Lane, planned: LanePlan) -> None:
        watch = self._deps.watches[lane]
        for _ in range(DECISIONS_A_PASS):
            decided = decide_replicas(planned, watch.current)
            if decided is None:
                return
            try:
                watch.current = self._deps.client.set_replicas(watch.name, decided.replicas, decided.version)
            except VersionConflict:
                watch.current = self._deps.client.scale(watch.name)
            else:
                self._succeeded(lane, decided)
                return

    def _succeeded(self, lane: Lane, decided: SetReplicas) -> None:
        self._backoffs[lane].succeeded()
        self._outages[lane].succeeded()
        logger.info("worker scaled", action="scaled", lane=lane, count=decided.replicas, reason=decided.reason)
        self._deps.events.record(lane, "scaled", decided.reason)

    def _forget_silent(self) -> None:
        for beat in self._deps.heartbeats.beats():
            if self._deps.clock() - beat.at > FORGET_AFTER:
                self._deps.heartbeats.forget(beat.name)
