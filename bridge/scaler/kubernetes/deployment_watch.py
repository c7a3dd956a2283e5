"""Knows the newest state of one Deployment: listed once, then watched, by a thread of its own."""

from threading import Event, Thread

from bridge.scaler.kubernetes.backoff import Backoff
from bridge.scaler.kubernetes.client import DeploymentClient, WatchConnection
from bridge.scaler.kubernetes.decide_replicas import ObservedDeployment
from bridge.scaler.kubernetes.documents import WatchEvent
from bridge.scaler.kubernetes.errors import ClusterUnavailable, VersionExpired
from bridge.scaler.outage_log import OutageLog

ENDS_WITHIN_SECONDS = 5.0


class DeploymentWatch:
    """`current` is what was last seen; None before that, and after the Deployment was deleted.

    A watch that ends goes on at the version it had reached; where the server no longer keeps that, the Deployment is
    listed again. What was seen stays in force meanwhile: a decision from an outdated version conflicts.
    """

    def __init__(self, client: DeploymentClient, name: str, backoff: Backoff | None = None) -> None:
        self.name = name
        self.current: ObservedDeployment | None = None
        self._client = client
        self._backoff = backoff or Backoff()
        self._version = ""
        self._connection: WatchConnection | None = None
        self._stopped = Event()
        self._outage = OutageLog(f"kubernetes, watch of {name}")
        self._thread = Thread(target=self._run, name=f"watch-{name}", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread, also while it waits for the server."""
        self._stopped.set()
        if connection := self._connection:
            connection.abort()
        self._thread.join(ENDS_WITHIN_SECONDS)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._stopped.wait(self._watch_once())

    def _watch_once(self) -> float:
        """Follows the Deployment until the watch ends. Returns for how many seconds to wait before the next one."""
        try:
            self._watch()
        except VersionExpired:
            self._version = ""
            return self._backoff.failed()
        except ClusterUnavailable as error:
            self._outage.failed(error)
            return self._backoff.failed(error.retry_after_seconds)
        self._backoff.succeeded()
        # Not at once: a server may end every watch as soon as it has begun.
        return self._backoff.first_seconds

    def _watch(self) -> None:
        if not self._version:
            self.current, self._version = self._client.listed(self.name)
        with self._client.watch(self.name, self._version) as self._connection:
            self._outage.succeeded()
            # Asked once the connection can be aborted: whoever stops this afterwards finds it.
            for event in () if self._stopped.is_set() else self._connection:
                self._take(event)
                self._backoff.succeeded()

    def _take(self, event: WatchEvent) -> None:
        if event.type == "DELETED":
            self.current = None
        elif event.type != "BOOKMARK":
            self.current = event.object.observed
        self._version = event.object.metadata.resource_version
