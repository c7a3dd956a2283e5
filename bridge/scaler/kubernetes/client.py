"""Five requests to the API server: list and watch one Deployment, read and patch its scale.

Lists and watches name their Deployment by a field selector, so that a Role may allow them for the workers alone.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from types import TracebackType
from typing import Self, TypeVar

import httpx
from esteira.core.decoding import InvalidFields, validated
from pydantic import BaseModel

from bridge.scaler.kubernetes.decide_replicas import ObservedDeployment
from bridge.scaler.kubernetes.documents import DeploymentList, Document, WatchEvent
from bridge.scaler.kubernetes.errors import ClusterUnavailable, VersionConflict, VersionExpired
from bridge.scaler.kubernetes.service_account import ServiceAccount

M = TypeVar("M", bound=BaseModel)

TIMEOUT_SECONDS = 3.0
"""A pass of the scaler waits for so long at most, for each lane."""
WATCH_SECONDS = 60
"""The server ends a watch after so long; the next one goes on where it ended."""
SILENT_SECONDS = WATCH_SECONDS + 15
"""A watch without a line for longer is a connection that was lost without a word."""

MERGE_PATCH = {"Content-Type": "application/merge-patch+json"}
HINTS = {
    401: "the token of the service account is not accepted",
    403: "the Role of infra/kubernetes/base/scaler-account.yaml allows it; is it applied, and bound to this account?",
    404: "are the Deployments of infra/kubernetes/base applied in this namespace, under their own names?",
}
MAX_SHOWN = 300
"""Characters of the server's own message."""


class DeploymentClient:
    """The Deployments of one namespace. All methods raise `ClusterUnavailable`."""

    def __init__(self, url: str, account: ServiceAccount) -> None:
        self._url = f"{url}/apis/apps/v1/namespaces/{account.namespace}/deployments"
        self._http = httpx.Client(auth=account, verify=account.trust, timeout=TIMEOUT_SECONDS, trust_env=False)

    def listed(self, name: str) -> tuple[ObservedDeployment, str]:
        """The Deployment, and the version from which a watch goes on."""
        found = self._decoded(self._http.build_request("GET", self._url, params=_only(name)), DeploymentList)
        if not found.items:
            raise ClusterUnavailable(f"(no Deployment {name}: {HINTS[404]})")
        return found.items[0].observed, found.metadata.resource_version

    def scale(self, name: str) -> ObservedDeployment:
        """The replicas now."""
        return self._decoded(self._http.build_request("GET", f"{self._url}/{name}/scale"), Document).observed

    def set_replicas(self, name: str, replicas: int, version: str) -> ObservedDeployment:
        """Sets them. Raises `VersionConflict` if the Deployment has another version by now."""
        patch = {"metadata": {"resourceVersion": version}, "spec": {"replicas": replicas}}
        url = f"{self._url}/{name}/scale"
        request = self._http.build_request("PATCH", url, content=json.dumps(patch), headers=MERGE_PATCH)
        return self._decoded(request, Document).observed

    def watch(self, name: str, version: str) -> "WatchConnection":
        """The changes since a version. Raises `VersionExpired` if the server no longer keeps them."""
        params = _only(name) | {
            "watch": "true",
            "allowWatchBookmarks": "true",
            "resourceVersion": version,
            "timeoutSeconds": str(WATCH_SECONDS),
        }
        timeout = httpx.Timeout(TIMEOUT_SECONDS, read=SILENT_SECONDS)
        request = self._http.build_request("GET", self._url, params=params, timeout=timeout)
        with _reached():
            return WatchConnection(self._http.send(request, stream=True))

    def close(self) -> None:
        """Closes the idle connections."""
        self._http.close()

    def _decoded(self, request: httpx.Request, model: type[M]) -> M:
        with _reached():
            response = self._http.send(request)
        _check(response)
        return _parsed(response.content, model)


class WatchConnection:
    """A running watch: an iterator of its events, which ends with the connection. Another thread may `abort` it.

    A connection that was cut is no error: the next request tells whether the server is away.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __enter__(self) -> Self:
        """See `WatchConnection`. Raises as the request's status says."""
        if self._response.is_error:
            with closing(self._response), _reached():
                self._response.read()
        _check(self._response)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connection."""
        self._response.close()

    def __iter__(self) -> Iterator[WatchEvent]:
        """Each change, and bookmarks. Raises `ClusterUnavailable`, `VersionExpired`."""
        with suppress(httpx.TransportError):
            for line in self._response.iter_lines():
                event = _parsed(line, WatchEvent)
                if event.type == "ERROR":
                    raise _error(event.object.code, event.object.message)
                yield event

    def abort(self) -> None:
        """Wakes the thread that waits for the next line: it finds the connection closed."""
        stream = self._response.extensions["network_stream"].get_extra_info("socket")
        with suppress(OSError):
            stream.shutdown(socket.SHUT_RDWR)


def _only(name: str) -> dict[str, str]:
    return {"fieldSelector": f"metadata.name={name}"}


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, OSError) as error:
        raise ClusterUnavailable(f"({type(error).__name__}: {error})") from error


def _parsed(text: bytes | str, model: type[M]) -> M:
    try:
        return validated(text, model, strict=None)
    except InvalidFields as error:
        raise ClusterUnavailable(f"(its answer is not one of Kubernetes: {error})") from error


def _check(response: httpx.Response) -> None:
    if response.is_success:
        return
    try:
        message = validated(response.content, Document, strict=None).message
    except InvalidFields:
        message = response.reason_phrase
    raise _error(response.status_code, message, response.headers.get("Retry-After", ""))


def _error(code: int, message: str, retry_after: str = "") -> Exception:
    if code == 409:
        return VersionConflict()
    if code == 410:
        return VersionExpired()
    seconds = float(retry_after) if retry_after.isdecimal() else 0.0
    hint = f"; {HINTS[code]}" if code in HINTS else ""
    return ClusterUnavailable(f"({code}: {message[:MAX_SHOWN]}{hint})", retry_after_seconds=seconds)
