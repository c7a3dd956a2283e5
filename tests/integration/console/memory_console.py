"""`python -m tests.integration.console.memory_console PORT`: the whole console without services.

Its figures are set here and change at each reading. `/kept` counts what the process keeps for pages, `/prune` lets the
pages go that never connected, `/fields` is a page with fields, and `/waiting` one whose panel is answered by
`/answer`.
"""

import gc
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from threading import Event

from esteira.core.clock import utc_now
from esteira.metrics.metric import Metric, metric
from esteira.metrics.ring_buffer import Point
from nicegui import app as nicegui_app
from nicegui import ui
from nicegui.client import Client

from console.app import make_app
from console.elements.controls import Field
from console.elements.text import HtmlElement, Text
from console.feed.hub import FeedHub
from console.frame.audit_trail import LogAuditTrail
from console.frame.moment import LiveFeed
from console.frame.page_entry import Group, Page
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.directory import pages
from console.refresh.metrics_refresher import MetricsRefresher
from console.server import serve
from console.web import ConsoleDeps
from tests.fixtures.pages import page_deps
from tests.fixtures.visitors import visitors_on_twins
from tests.integration.console.running_memory_console import TOKEN
from tests.integration.console.twins import MemoryChangeChannel, MemoryMetricsGateway, no_reports

LANES = ("orders", "payments")
SOURCES = ("source1", "source2")
QUEUE = ("visible", "in_flight", "delayed", "dead")
LEDGER = ("not_read", "queued", "in_flight", "retrying", "dead", "conflict", "rejected", "persisted", "residual")
TOKENS = 10
ANSWERED = Event()


class FilledGateway(MemoryMetricsGateway):
    """Figures of a busy installation, with a full history."""

    def __init__(self) -> None:
        super().__init__()
        self._reading = count(1)

    def read(self) -> Mapping[str, Metric]:
        """See `MetricsGateway.read`. The depth of the queues is the number of the reading."""
        found = _figures(next(self._reading))
        self.current = {each.name: each for each in found}
        return super().read()

    def history(self, name: str, past: timedelta) -> Sequence[Point]:  # noqa: ARG002 - the port's signature
        """See `MetricsGateway.history`: one point a second."""
        now = utc_now()
        seconds = range(int(past.total_seconds()), 0, -1)
        return [Point(at=now - timedelta(seconds=ago), value=float(ago % 50)) for ago in seconds]


def _figures(depth: int) -> Sequence[Metric]:
    now = utc_now()
    return [
        metric("callbacks.unprocessed", depth, now),
        metric("callbacks.band", 0, now, note="normal"),
        metric("throughput.orders", depth, now),
        *(metric(f"queue.{{lane}}.{part}", depth, now, lane=lane) for lane in LANES for part in QUEUE),
        *(
            metric(f"throughput.{{lane}}.{part}", depth, now, lane=lane)
            for lane in LANES
            for part in ("attempts", "errors")
        ),
        *(
            metric(f"source.{{source}}.{part}", 0, now, source=name)
            for name in SOURCES
            for part in ("lag", "horizon_age_seconds")
        ),
        *(metric("source.{source}.readable", 1, now, source=name) for name in SOURCES),
        *(metric(f"ledger.{state}", 0, now) for state in LEDGER),
        *(metric(f"ledger.{name}", 1, now) for name in ("settled", "balanced")),
        *(figure for number in range(TOKENS) for figure in _token(f"token{number}", now.timestamp())),
    ]


def _token(name: str, now: float) -> Sequence[Metric]:
    at = utc_now()
    return [
        metric("token.{token}.updated_at", now, at, token=name),
        metric("token.{token}.lifetime_seconds", 86_400, at, token=name),
        metric("token.{token}.seconds_left", 86_400, at, token=name),
        metric("token.{token}.state", 0, at, note="valid", token=name),
    ]


def main(port: int) -> None:
    """Serve until stopped."""
    hub, gateway = FeedHub(), FilledGateway()
    deps = ConsoleDeps(hub=hub, visitors=visitors_on_twins(TOKEN), metrics=gateway, audit=LogAuditTrail())
    fields = Page(name="errors", path="/fields", group=Group.WORK, icon="edit", build=_fields)
    known = pages(page_deps(gateway))
    refresher = MetricsRefresher(hub=hub, gateway=gateway, channel=MemoryChangeChannel(), reports=no_reports(hub))
    waiting = Page(name="mails", path="/waiting", group=Group.WORK, icon="timer", build=_waiting)
    app = make_app(deps, (*known, fields, waiting), refresher)
    nicegui_app.get("/kept")(_kept)
    nicegui_app.post("/prune")(_prune)
    nicegui_app.post("/answer")(ANSWERED.set)
    serve(app, host="127.0.0.1", port=port)


def _kept() -> dict[str, object]:
    gc.collect()
    return {
        "pages": list(Client.instances),
        "clients": len(Client.instances),
        "connected": sum(client.has_socket_connection for client in Client.instances.values()),
        "objects": len(gc.get_objects()),
    }


def _prune() -> None:
    """Do what NiceGUI does each ten seconds, to pages of any age."""
    Client.prune_instances(client_age_threshold=0)


async def _fields(_: Visit, __: LiveFeed) -> None:
    """Every kind of field, as the console's pages build them."""
    answer = ui.label()
    Field("Reason", on_change=lambda value: answer.set_text(f"received: {value}"))
    Field("Body", kind="textarea")
    HtmlElement("input").with_attributes(type="checkbox", aria_label="Pause")
    Field("Secret", kind="password")


async def _waiting(visit: Visit, _: LiveFeed) -> None:
    """A panel whose store does not answer until it is told to."""

    def show(_: bool) -> None:
        Text("The answer.")

    await Panel(visit, "Slow", question=ANSWERED.wait, show=show).refresh()


if __name__ == "__main__":
    main(int(sys.argv[1]))
