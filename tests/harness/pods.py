"""What Kubernetes does with a Deployment, without a cluster: as many workers run as it has replicas, each a process.

A surplus one is sent SIGTERM, and one that has ended is started anew, as the kubelet does.
"""

import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from esteira.core.names import LANES, Lane

from bridge.scaler.kubernetes.pod_workers import deployment_name
from tests.harness.child import Child
from tests.harness.kubernetes_api import KubernetesApi

LOOK_SECONDS = 0.2
ENDS_WITHIN_SECONDS = 95


class Pods:
    """The workers of all Deployments of an API server. `ended` has the exit codes of those that were sent SIGTERM."""

    def __init__(self, api: KubernetesApi, folder: Path, environment: Mapping[str, str]) -> None:
        self.running: dict[Lane, list[Child]] = {lane: [] for lane in LANES}
        self.ended: list[int | None] = []
        self._api = api
        self._folder = folder
        self._environment = environment
        self._stopped = Event()
        self._started = 0

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Follow the Deployments until the end of the block; then end all pods."""
        thread = Thread(target=self._follow)
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            thread.join()
            for pod in [pod for pods in self.running.values() for pod in pods]:
                pod.kill()

    def _follow(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            for lane, pods in self.running.items():
                self._scale(lane, pods, self._api.replicas(deployment_name(lane)))

    def _scale(self, lane: Lane, pods: list[Child], replicas: int) -> None:
        pods[:] = [pod for pod in pods if pod.running]
        while len(pods) < replicas:
            pods.append(self._start(lane))
        while len(pods) > replicas:
            pod = pods.pop()
            pod.stop(within_seconds=ENDS_WITHIN_SECONDS)
            self.ended.append(pod.exit_code)

    def _start(self, lane: Lane) -> Child:
        self._started += 1
        command = (sys.executable, "-m", "bridge.worker", lane)
        name = f"{platform.node()}-{lane}-{self._started}"
        return Child(name, command, folder=self._folder, environment=self._environment)
