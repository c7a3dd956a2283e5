"""The console as one application: routes, pages and the background task that refreshes the metrics."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

from esteira.core.clock import Clock, utc_now
from esteira.core.principal import Principal
from fastapi import Depends, FastAPI, Request, Response
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.staticfiles import StaticFiles

from console.access.page_sockets import bind_sockets_to_sessions
from console.access.same_origin import SameOriginMiddleware
from console.access.session_routes import SESSION_COOKIE, admitted, session_routes
from console.error_handlers import add_error_pages
from console.frame.actions import Actor
from console.frame.frame import ASSETS, frame
from console.frame.left_pages import let_left_pages_go
from console.frame.page_clients import CUT_OFF_SECONDS, ConsolePage, NeverConnected
from console.frame.page_entry import AnswerFile, BuildPage, Page
from console.frame.preferences import Preferences
from console.frame.visit import Visit
from console.frame.words import WORDS
from console.refresh.metrics_refresher import MetricsRefresher
from console.security_headers import SecurityHeadersMiddleware
from console.web import ConsoleDeps, routes

STATIC = Path(__file__).parent / "static"

SILENCE_SECONDS = 5.0
"""NiceGUI pings each 0.8 of this time and waits 0.4 of it for the answer: a silent cut shows within 6 s."""

PAGE_TIMEOUT_SECONDS = 10.0
"""Limit for building a page. It exceeds the timeout of Redis, from which the page reads the charts' history."""


def make_app(
    deps: ConsoleDeps,
    pages: Sequence[Page],
    refresher: MetricsRefresher,
    *,
    links: Mapping[str, str] | None = None,
    clock: Clock = utc_now,
) -> FastAPI:
    """Return the application. Call it once per process: NiceGUI registers pages globally.

    `links`: the addresses of other programs, by their names in `FrameWords.links`.
    """
    app = FastAPI(
        title="Esteira console", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(refresher)
    )
    app.include_router(routes(deps))
    app.include_router(session_routes(deps.visitors))
    app.mount(ASSETS, StaticFiles(directory=STATIC), name="assets")
    let_left_pages_go(app)
    nicegui_app.storage.max_tab_storage_age = CUT_OFF_SECONDS
    _PageRegister(deps, pages, links or {}, clock).add_all()
    bind_sockets_to_sessions()
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
    app.add_middleware(SameOriginMiddleware)
    app.add_middleware(SecurityHeadersMiddleware)
    return app


class _PageRegister:
    """Registers the pages. Who may see each is checked before NiceGUI builds and keeps anything."""

    def __init__(self, deps: ConsoleDeps, pages: Sequence[Page], links: Mapping[str, str], clock: Clock) -> None:
        self._deps, self._pages, self._links, self._clock = deps, pages, links, clock
        self._never_connected = NeverConnected()

    def add_all(self) -> None:
        """Register each page with its files and details."""
        for page in self._pages:
            for path, answer in page.files:
                self._add_file(page, path, answer)
            for path, build in ((page.path, page.build), *page.details):
                self._add(page, path, build)

    def _add(self, page: Page, path: str, build: BuildPage) -> None:
        may_see = Depends(partial(admitted, self._deps.visitors, page.policy))

        @ConsolePage(path, dark=None, response_timeout=PAGE_TIMEOUT_SECONDS)
        async def show(request: Request, principal: Annotated[Principal, may_see]) -> None:
            visit = self._visit(request, principal)
            title = next(reversed(list(visit.path.values())), "")
            with frame(visit, page, pages=self._pages, links=self._links, title=title) as built:
                await build(visit, built)
            self._never_connected.add(visit.client)

    def _add_file(self, page: Page, path: str, answer: AnswerFile) -> None:
        may_see = Depends(partial(admitted, self._deps.visitors, page.policy))

        @nicegui_app.get(path, dependencies=[may_see])
        def download(request: Request) -> Response:
            return answer(request)

    def _visit(self, request: Request, principal: Principal) -> Visit:
        preferences = Preferences.of(request)
        actor = Actor(
            who=partial(self._deps.visitors.visitor, request.cookies.get(SESSION_COOKIE, "")),
            audit=self._deps.audit,
            words=preferences.words,
            frame_words=WORDS[preferences.language],
            address=request.client.host if request.client else "",
        )
        return Visit(
            preferences=preferences,
            principal=principal,
            path=request.path_params,
            query=request.query_params,
            client=ui.context.client,
            hub=self._deps.hub,
            actor=actor,
            clock=self._clock,
        )


def _lifespan(refresher: MetricsRefresher) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with refresher.running():
            yield

    return lifespan
