"""The console without services, at the port given; `POST /state/NAME` sets its state."""

import sys
from collections.abc import Sequence
from datetime import timedelta

import uvicorn
from esteira.core.clock import utc_now
from esteira.core.principal import Role
from esteira.metrics.ring_buffer import Point
from fastapi import FastAPI, HTTPException
from nicegui import app as nicegui_app
from nicegui import ui

from console.app import make_app
from console.feed.hub import FeedHub
from console.frame.audit_trail import LogAuditTrail
from console.pages.directory import pages
from console.refresh.metrics_refresher import MetricsRefresher
from console.web import ConsoleDeps
from tests.browser.access.states import STATES, history
from tests.fixtures.accounts import AccountsOnTwins
from tests.fixtures.kept_pages import keep_something
from tests.fixtures.pages import page_deps
from tests.fixtures.visitors import admit, visitors_on_twins
from tests.integration.console.twins import MemoryChangeChannel, MemoryMetricsGateway, no_reports

TOKEN = "the-token-of-the-memory-console"
VIEWER_TOKEN = "the-token-of-a-viewer-of-the-memory-console"


class StateGateway(MemoryMetricsGateway):
    """Metrics in memory, with a history."""

    def history(self, name: str, past: timedelta) -> Sequence[Point]:
        """See `MetricsGateway.history`."""
        return history(name, past, utc_now()) if self.current and not self.away else ()


def state_console() -> FastAPI:
    """Return the console, in the state `rest`, with two addresses that fail."""
    hub, gateway, channel = FeedHub(), StateGateway(), MemoryChangeChannel()
    room = AccountsOnTwins()
    visitors = visitors_on_twins(TOKEN, room=room)
    admit(room, VIEWER_TOKEN, Role.VIEWER, name="viewer")
    deps = ConsoleDeps(hub=hub, visitors=visitors, metrics=gateway, audit=LogAuditTrail())
    twins = page_deps(gateway)
    keep_something(twins, owner="machine:tests")
    known = pages(twins)
    app = make_app(deps, known, MetricsRefresher(hub=hub, gateway=gateway, channel=channel, reports=no_reports(hub)))

    @nicegui_app.post("/state/{name}")
    async def set_state(name: str) -> None:
        state = STATES[name]
        gateway.current = dict(state.metrics(utc_now()))
        gateway.failed, gateway.away = dict(state.failed), state.away
        hub.publish(gateway.current)
        channel.announce()

    @nicegui_app.get("/refused")
    def refused() -> None:
        raise HTTPException(403)

    @ui.page("/failing")
    async def failing() -> None:
        raise ZeroDivisionError

    return app


if __name__ == "__main__":
    uvicorn.run(state_console(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
