"""The console as one application: routes, pages and the background task that refreshes the metrics."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from esteira.core.clock import Clock, utc_now
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.staticfiles import StaticFiles

from console.error_handlers import add_error_pages
from console.pages.frame import ASSETS
from console.pages.overview import overview_page
from console.pages.preferences import Preferences
from console.pages.sign_in import sign_in_page
from console.refresh.metrics_refresher import MetricsRefresher
from console.security_headers import SecurityHeadersMiddleware
from console.web import ConsoleDeps, is_signed_in, routes

STATIC = Path(__file__).parent / "static"
RECONNECT_SECONDS = 5.0

PAGE_TIMEOUT_SECONDS = 10.0
"""Limit for building a page. It exceeds the timeout of Redis, from which the page reads the charts' history."""


def make_app(deps: ConsoleDeps, refresher: MetricsRefresher, *, clock: Clock = utc_now) -> FastAPI:
    """Return the application. Call it once per process: NiceGUI registers pages globally."""
    app = FastAPI(
        title="Esteira console", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(refresher)
    )
    app.include_router(routes(deps))
    app.mount(ASSETS, StaticFiles(directory=STATIC), name="assets")
    _add_pages(deps, clock)
    for each in (app, nicegui_app):
        add_error_pages(each)
    ui.run_with(
        app,
        title="Esteira",
        favicon=STATIC / "mark.svg",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=RECONNECT_SECONDS,
        show_welcome_message=False,
        gzip_middleware_factory=None,
    )
    # Quasar would show a progress bar without a name at each request of a script.
    nicegui_app.config.quasar_config["loadingBar"]["skipHijack"] = True
    app.add_middleware(SecurityHeadersMiddleware)
    return app


def _add_pages(deps: ConsoleDeps, clock: Clock) -> None:
    @ui.page("/", dark=None, response_timeout=PAGE_TIMEOUT_SECONDS)
    async def overview(request: Request) -> Response | None:
        if not is_signed_in(deps, request):
            return RedirectResponse("/sign-in")
        await overview_page(Preferences.of(request), deps, ui.context.client, clock=clock)
        return None

    @ui.page("/sign-in", dark=None)
    def sign_in(request: Request) -> None:
        sign_in_page(Preferences.of(request), refused="refused" in request.query_params)


def _lifespan(refresher: MetricsRefresher) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with refresher.running():
            yield

    return lifespan
