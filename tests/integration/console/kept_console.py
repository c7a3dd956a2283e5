"""`python -m tests.integration.console.kept_console PORT`: the console over twins that keep something for every page.

`/registry` answers the paths of all pages, `/kept` what the twins keep, `/audited` what the audit log would have.
"""

import sys

from esteira.core.auditing.audited import Audited
from esteira.core.principal import Role
from nicegui import app as nicegui_app

from console.app import make_app
from console.feed.hub import FeedHub
from console.pages.directory import pages
from console.refresh.metrics_refresher import MetricsRefresher
from console.server import serve
from console.web import ConsoleDeps
from tests.fixtures.accounts import AccountsOnTwins
from tests.fixtures.kept_pages import keep_something
from tests.fixtures.pages import page_deps
from tests.fixtures.visitors import admit, visitors_on_twins
from tests.integration.console.observed_pages import observe_pages
from tests.integration.console.stores_of_pages import kept
from tests.integration.console.twins import MemoryChangeChannel, MemoryMetricsGateway, no_reports

ADMIN_TOKEN = "the-token-of-an-admin-of-the-kept-console"
VIEWER_TOKEN = "the-token-of-a-viewer-of-the-kept-console"
VIEWER = "by-hand"


class AuditTrailInMemory:
    """The port `AuditTrail`, for the tests to read."""

    def __init__(self) -> None:
        self.recorded: list[Audited] = []

    def record(self, audited: Audited) -> None:
        """See `AuditTrail.record`."""
        self.recorded.append(audited)


def main(port: int) -> None:
    """Serve until stopped."""
    hub, gateway, audit = FeedHub(), MemoryMetricsGateway(), AuditTrailInMemory()
    room = AccountsOnTwins()
    visitors = visitors_on_twins(ADMIN_TOKEN, room=room)
    admit(room, VIEWER_TOKEN, Role.VIEWER, name=VIEWER)
    deps = ConsoleDeps(hub=hub, visitors=visitors, metrics=gateway, audit=audit)
    twins = page_deps(gateway)
    keep_something(twins, owner=f"machine:{VIEWER}")
    known = pages(twins)
    refresher = MetricsRefresher(hub=hub, gateway=gateway, channel=MemoryChangeChannel(), reports=no_reports(hub))
    app = make_app(deps, known, refresher)
    paths = {path: page.policy for page in known for path in (page.path, *(path for path, _ in page.details))}
    nicegui_app.get("/registry")(lambda: paths)
    nicegui_app.get("/kept")(lambda: kept(twins))
    nicegui_app.get("/audited")(lambda: [(each.action, each.subject, each.outcome) for each in audit.recorded])
    observe_pages()
    serve(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
