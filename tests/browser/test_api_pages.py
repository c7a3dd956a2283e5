"""The API's own pages, below the path of a stage: a route can be tried, and nothing is blocked or missing."""

from collections.abc import Iterator
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from docs.app import app as docs
from monitor.app import app as monitor
from playwright.sync_api import BrowserContext, Page, expect

from tests.harness.gateway import Environ, Gateway, StartResponse

STAGE = "/live"
GATEWAY = Gateway([docs, monitor])
HEALTH = "#operations-monitor-monitor_show_health"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Log nothing."""


def staged(environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Answer as the gateway does below the path of a stage."""
    return GATEWAY(environ | {"REQUEST_URI": environ["PATH_INFO"].removeprefix(STAGE)}, start_response)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the functions answer."""
    with make_server("127.0.0.1", 0, staged, handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{STAGE}"
        server.shutdown()
        thread.join()


@pytest.fixture
def troubles() -> list[str]:
    """What the browser complains about."""
    return []


@pytest.fixture
def page(context: BrowserContext, troubles: list[str]) -> Page:
    """An empty page."""
    page = context.new_page()
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    return page


def test_a_route_can_be_tried_from_the_address_of_the_page(page: Page, address: str, troubles: list[str]) -> None:
    page.goto(f"{address}/docs")
    page.locator(f"{HEALTH} .opblock-summary-control").click()
    page.locator(f"{HEALTH} .execute").click()

    expect(page.locator(f"{HEALTH} .request-url")).to_contain_text(f"{address}/health")
    expect(page.locator(f"{HEALTH} .live-responses-table .response-col_status").last).to_contain_text("200")
    assert troubles == []


def test_the_page_to_read_shows_every_part_of_the_api(page: Page, address: str, troubles: list[str]) -> None:
    page.goto(f"{address}/redoc")

    expect(page.get_by_role("heading", name="Esteira", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="monitor").first).to_be_visible()
    assert troubles == []
