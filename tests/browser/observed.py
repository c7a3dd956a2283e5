"""All pages of a console over real services, opened by a program, so that what their panels say can be read."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from infra.local.home import REPOSITORY
from tests.browser.running_console import TOKEN, ConsoleStores
from tests.harness.callers import admit
from tests.harness.chaosproxy import ChaosProxy
from tests.harness.child import Child
from tests.harness.ports import free_port, listening
from tests.integration.console.page_socket import PageSocket, open_page

Panels = Mapping[str, Mapping[str, Any]]
"""The panels of all open pages, by page and title."""


@dataclass(frozen=True, kw_only=True)
class ObservedConsole:
    """A running console, the session of its administrator, and the services behind it, each of which may stop.

    `stack`: closes the pages at the end.
    """

    session: httpx.Client
    services: Mapping[str, ChaosProxy]
    stack: ExitStack
    sockets: dict[str, PageSocket] = field(default_factory=dict)

    def open(self, path: str) -> None:
        """Open a page, and keep it open."""
        self.sockets[path] = self.stack.enter_context(PageSocket(self.session, open_page(self.session, path)))

    def panels(self) -> Panels:
        """Return the panels of all open pages, as they are now."""
        return {
            f"{path}: {panel['title']}": panel
            for path, socket in self.sockets.items()
            for panel in self._observe(socket.page)["panels"]
        }

    @contextmanager
    def opened(self, path: str) -> Iterator[Callable[[], Panels]]:
        """Open a page, and read its panels by their titles; the figures of the overview are one more, `metrics`."""
        with PageSocket(self.session, open_page(self.session, path)) as socket:
            yield partial(self._panels_of, socket.page)

    def _panels_of(self, page: str) -> Panels:
        observed = self._observe(page)
        metrics = {"rows": "[]", "facts": sorted(observed["metrics"].items()), "numbers": [], "ends": [], "text": ""}
        panels = {panel["title"]: panel for panel in observed["panels"]}
        return {**panels, "metrics": metrics} if observed["metrics"] else panels

    def _observe(self, page: str) -> dict[str, Any]:
        found: dict[str, Any] = self.session.get(f"/observed/{page}?at_once=yes").raise_for_status().json()
        return found


@contextmanager
def observed_console(stores: ConsoleStores, folder: Path) -> Iterator[ObservedConsole]:
    """Run the console until the block is left, with a proxy before each service."""
    admit(stores.mongo_url, TOKEN, name="browser")
    urls = {
        "Redis": stores.redis_url,
        "MongoDB": stores.mongo_url,
        "Postgres": stores.target_dsn,
        "SQS": stores.sqs_endpoint,
    }
    with ExitStack() as stack:
        services = {name: stack.enter_context(ChaosProxy.before(url)) for name, url in urls.items()}
        port = free_port()
        child = Child(
            "observed-console",
            (sys.executable, "-m", "tests.browser.observed_console", str(port)),
            folder=folder,
            environment=_through(stores, services).variables | {"PYTHONPATH": str(REPOSITORY)},
        )
        stack.callback(child.stop)
        child.await_ready(partial(listening, port))
        session = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60))
        session.post("/sign-in", data={"token": TOKEN})
        yield ObservedConsole(session=session, services=services, stack=stack)


def _through(stores: ConsoleStores, services: Mapping[str, ChaosProxy]) -> ConsoleStores:
    return replace(
        stores,
        redis_url=services["Redis"].through(stores.redis_url),
        mongo_url=services["MongoDB"].through(stores.mongo_url),
        target_dsn=services["Postgres"].through(stores.target_dsn),
        source_dsn=services["Postgres"].through(stores.source_dsn),
        sqs_endpoint=services["SQS"].through(stores.sqs_endpoint),
    )
