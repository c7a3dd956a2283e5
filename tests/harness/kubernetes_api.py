"""An API server of Kubernetes for the Deployments of one namespace, over HTTP: lists, watches and scales.

As the real one it gives each change a version, refuses a patch of an older version with 409, streams a watch as chunked
JSON lines with bookmarks, answers 410 for versions it no longer keeps, and lets a token do what the rules of a Role
allow. Errors are `Status` objects. Tests break it: `answer_with`, `away`, `drop_watches`, `forget_history`.
"""

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

NAMESPACE = "esteira"
BASE = f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments"
BOOKMARK_SECONDS = 0.1

Rule = Mapping[str, Sequence[str]]
Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An answer of the server that is no success."""

    status: HTTPStatus
    reason: str
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> Body:
        """Return it as a `Status`."""
        body = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "metadata": {}}
        return body | {"reason": self.reason, "message": self.message or self.reason, "code": int(self.status)}


TOO_MANY = Refusal(
    status=HTTPStatus.TOO_MANY_REQUESTS, reason="TooManyRequests", message="too many", headers={"Retry-After": "7"}
)
UNAUTHORIZED = Refusal(status=HTTPStatus.UNAUTHORIZED, reason="Unauthorized")
CONFLICT = Refusal(
    status=HTTPStatus.CONFLICT, reason="Conflict", message="the object has been modified; please apply your changes"
)
EXPIRED = Refusal(status=HTTPStatus.GONE, reason="Expired", message="too old resource version")
NOT_FOUND = Refusal(status=HTTPStatus.NOT_FOUND, reason="NotFound", message="deployments.apps not found")


class Refused(Exception):
    """The request is answered with this refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class KubernetesApi:
    """The server's state. `token` is the only one that is accepted; `requests` has what was asked, as `verb name`."""

    def __init__(self, rules: Sequence[Rule], *, token: str = "first") -> None:
        self.token = token
        self.requests: list[str] = []
        self._rules = rules
        self._changed = Condition()
        self._version = 100
        self._kept_from = 100
        self._deployments: dict[str, Body] = {}
        self._history: list[tuple[int, str, str, Body]] = []
        self._answers: defaultdict[str, deque[Refusal]] = defaultdict(deque)
        self._interferences: deque[int] = deque()
        self._generation = 0

    # ---- what a test does --------------------------------------------------------------------------------------------

    def deploy(self, name: str, replicas: int) -> None:
        """Create a Deployment, or change it as somebody else would."""
        with self._changed:
            self._store(name, replicas)

    def delete(self, name: str) -> None:
        """Delete a Deployment."""
        with self._changed:
            self._note("DELETED", name, self._deployments.pop(name))

    def replicas(self, name: str) -> int:
        """Return for how many pods a Deployment asks."""
        found: int = self._deployments[name]["spec"]["replicas"]
        return found

    def answer_with(self, verb: str, *refusals: Refusal) -> None:
        """Answer the next requests of a verb so, one each."""
        self._answers[verb].extend(refusals)

    def interfere(self, *replicas: int) -> None:
        """Change the Deployment to this just before the next patches, one each."""
        self._interferences.extend(replicas)

    def drop_watches(self) -> None:
        """Cut the connections of all watches, without a word."""
        with self._changed:
            self._generation += 1
            self._changed.notify_all()

    def forget_history(self) -> None:
        """Keep no change: a watch from any earlier version is answered with 410."""
        with self._changed:
            self._version += 1
            self._kept_from = self._version
            self._history.clear()

    # ---- what it answers ---------------------------------------------------------------------------------------------

    def check(self, verb: str, resource: str, name: str, authorization: str) -> None:
        """Note a request. Raises `Refused` for a wrong token, a missing right, or because a test wants it."""
        self.requests.append(f"{verb} {resource} {name}")
        if self._answers[verb]:
            raise Refused(self._answers[verb].popleft())
        if authorization != f"Bearer {self.token}":
            raise Refused(UNAUTHORIZED)
        if not any(self._allows(rule, verb, resource, name) for rule in self._rules):
            message = f'deployments.apps "{name}" is forbidden: User "system:serviceaccount:x:y" cannot {verb}'
            raise Refused(Refusal(status=HTTPStatus.FORBIDDEN, reason="Forbidden", message=message))

    def listed(self, name: str) -> Body:
        """Return the list of the Deployments of a name: one or none."""
        with self._changed:
            items = [self._deployments[name]] if name in self._deployments else []
            return {"kind": "DeploymentList", "metadata": {"resourceVersion": str(self._version)}, "items": items}

    def scale(self, name: str) -> Body:
        """Return the scale of a Deployment. Zero replicas are left out, as Go's encoder does."""
        if name not in self._deployments:
            raise Refused(NOT_FOUND)
        deployment = self._deployments[name]
        replicas = deployment["spec"]["replicas"]
        return {
            "kind": "Scale",
            "apiVersion": "autoscaling/v1",
            "metadata": {"name": name, "resourceVersion": deployment["metadata"]["resourceVersion"]},
            "spec": {"replicas": replicas} if replicas else {},
        }

    def patch_scale(self, name: str, patch: Body) -> Body:
        """Apply a merge patch; one of another version than the present one is refused."""
        with self._changed:
            if self._interferences:
                self._store(name, self._interferences.popleft())
            present = self.scale(name)["metadata"]["resourceVersion"]
            if patch["metadata"].get("resourceVersion", present) != present:
                raise Refused(CONFLICT)
            self._store(name, patch["spec"]["replicas"])
            return self.scale(name)

    def watch(self, name: str, since: int) -> Iterator[Body]:
        """Yield the changes since a version, and bookmarks while there are none, until the connection is cut."""
        generation = self._generation
        if since < self._kept_from:
            yield {"type": "ERROR", "object": EXPIRED.document()}
            return
        while generation == self._generation:
            with self._changed:
                found = [change for change in self._history if change[0] > since and change[2] == name]
                if not found:
                    self._changed.wait(BOOKMARK_SECONDS)
            yield from ({"type": kind, "object": body} for _, kind, _, body in found)
            since = found[-1][0] if found else since
            if not found and generation == self._generation:
                yield _bookmark(since)

    def _store(self, name: str, replicas: int) -> None:
        kind = "MODIFIED" if name in self._deployments else "ADDED"
        self._note(kind, name, {"kind": "Deployment", "spec": {"replicas": replicas, "template": {}}})
        self._deployments[name] = self._history[-1][3]

    def _note(self, kind: str, name: str, body: Body) -> None:
        self._version += 1
        noted = body | {"metadata": {"name": name, "resourceVersion": str(self._version)}}
        self._history.append((self._version, kind, name, noted))
        self._changed.notify_all()

    @staticmethod
    def _allows(rule: Rule, verb: str, resource: str, name: str) -> bool:
        named = not rule.get("resourceNames") or name in rule["resourceNames"]
        return "apps" in rule["apiGroups"] and resource in rule["resources"] and verb in rule["verbs"] and named


@contextmanager
def running_kubernetes_api(api: KubernetesApi, port: int = 0) -> Iterator[str]:
    """Serve it on a port of loopback, a free one by default. Yields its URL."""
    handler = type("Handler", (_Handler,), {"api": api})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        api.drop_watches()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    api: KubernetesApi

    def do_GET(self) -> None:
        path, query = self._target()
        with self._refusals():
            if path.endswith("/scale"):
                self.api.check("get", "deployments/scale", _name(path), self.headers["Authorization"])
                self._answer(self.api.scale(_name(path)))
                return
            name = query["fieldSelector"][0].removeprefix("metadata.name=")
            verb = "watch" if "watch" in query else "list"
            self.api.check(verb, "deployments", name, self.headers["Authorization"])
            if verb == "list":
                self._answer(self.api.listed(name))
            else:
                self._stream(self.api.watch(name, int(query["resourceVersion"][0])))

    def do_PATCH(self) -> None:
        path, _ = self._target()
        patch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self._refusals():
            self.api.check("patch", "deployments/scale", _name(path), self.headers["Authorization"])
            self._answer(self.api.patch_scale(_name(path), patch))

    def _target(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        return parts.path.removeprefix(BASE), parse_qs(parts.query)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            self._answer(refused.refusal.document(), refused.refusal.status, refused.refusal.headers)

    def _answer(self, body: Body, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, events: Iterator[Body]) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        try:
            for event in events:
                line = json.dumps(event).encode() + b"\n"
                self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
        except OSError:
            # The client has gone, which is its right.
            return

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def _bookmark(version: int) -> Body:
    return {"type": "BOOKMARK", "object": {"kind": "Deployment", "metadata": {"resourceVersion": str(version)}}}


def _name(path: str) -> str:
    return path.removesuffix("/scale").strip("/")
