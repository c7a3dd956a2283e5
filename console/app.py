"""The console as one application: routes, pages and the background task that refreshes the metrics."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from esteira.core.clock import Clock, utc_now
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.staticfiles import StaticFiles
from starlette.status import HTTP_303_SEE_OTHER

from console.error_handlers import add_error_pages
from console.left_pages import let_left_pages_go
from console.page_clients import CUT_OFF_SECONDS, ConsolePage, NeverConnected
from console.pages.frame import ASSETS
from console.pages.overview import overview_page
from console.pages.preferences import Preferences
from console.pages.sign_in import sign_in_page
from console.refresh.metrics_refresher import MetricsRefresher
from console.security_headers import SecurityHeadersMiddleware
from console.web import ConsoleDeps, is_signed_in, routes

STATIC = Path(__file__).parent / "static"

SILENCE_SECONDS = 5.0
"""NiceGUI pings each 0.8 of this time and waits 0.4 of it for the answer: a silent cut shows within 6 s."""

PAGE_TIMEOUT_SECONDS = 10.0
"""Limit for building a page. It exceeds the timeout of Redis, from which the page reads the charts' history."""


def make_app(deps: ConsoleDeps, refresher: MetricsRefresher, *, clock: Clock = utc_now) -> FastAPI:
    """Return the application. Call it once per process: NiceGUI registers pages globally."""
    app = FastAPI(
        title="Esteira console", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(refresher)
    )
    app.include_router(routes(deps))
    app.mount(ASSETS, StaticFiles(directory=STATIC), name="assets")
    let_left_pages_go(app)
    nicegui_app.storage.max_tab_storage_age = CUT_OFF_SECONDS
    app.get("/sign-in")(sign_in)
    _add_pages(deps, clock)
    # NiceGUI's own pages for errors would be kept like any other page.
    for each in (app, nicegui_app):
        add_error_pages(each)
    ui.run_with(
        app,
        title="Esteira",
        favicon=STATIC / "mark.svg",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=SILENCE_SECONDS,
        show_welcome_message=False,
        gzip_middleware_factory=None,
    )
    # Quasar would show a progress bar without a name at each request of a script.
    nicegui_app.config.quasar_config["loadingBar"]["skipHijack"] = True
    app.add_middleware(SecurityHeadersMiddleware)
    return app


def sign_in(request: Request) -> HTMLResponse:
    """The sign-in form."""
    page = sign_in_page(Preferences.of(request), refused="refused" in request.query_params)
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def _add_pages(deps: ConsoleDeps, clock: Clock) -> None:
    never_connected = NeverConnected()

    # As a dependency the check runs before NiceGUI builds and keeps a page.
    def require_session(request: Request) -> None:
        if not is_signed_in(deps, request):
            raise HTTPException(HTTP_303_SEE_OTHER, headers={"Location": "/sign-in"})

    @ConsolePage("/", dark=None, response_timeout=PAGE_TIMEOUT_SECONDS, dependencies=[Depends(require_session)])
    async def overview(request: Request) -> None:
        client = ui.context.client
        await overview_page(Preferences.of(request), deps, client, clock=clock)
        never_connected.add(client)


def _lifespan(refresher: MetricsRefresher) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with refresher.running():
            yield

    return lifespan
