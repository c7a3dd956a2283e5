"""HTTP routes of the console except its pages: feed, Prometheus metrics, health, sign-in and sign-out."""

from dataclasses import dataclass
from typing import Annotated

from esteira.core.errors import Unavailable
from esteira.metrics.figures.callbacks import Bands
from fastapi import APIRouter, Form, Request, WebSocket
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.status import HTTP_303_SEE_OTHER, HTTP_503_SERVICE_UNAVAILABLE

from console.authentication import SESSION_LIFE, OperatorAuthenticator
from console.feed.hub import FeedHub
from console.feed.socket import serve
from console.metrics_gateway import MetricsGateway

SESSION_COOKIE = "esteira_session"


@dataclass(frozen=True, kw_only=True)
class ConsoleDeps:
    """Collaborators of routes and pages."""

    hub: FeedHub
    authenticator: OperatorAuthenticator
    metrics: MetricsGateway
    bands: Bands


def routes(deps: ConsoleDeps) -> APIRouter:
    """Return the routes. `/ws` needs the operator's token; `/metrics` and `/health` are open to scrapers and probes."""
    router = APIRouter()

    @router.websocket("/ws")
    async def feed(socket: WebSocket) -> None:
        await serve(socket, deps.hub, deps.authenticator)

    @router.get("/health")
    async def health() -> JSONResponse:
        status = deps.hub.status
        return JSONResponse({"state": status.state, "detail": status.detail, "listeners": deps.hub.listeners})

    @router.get("/metrics")
    def metrics() -> Response:
        try:
            return Response(deps.metrics.exposition(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
        except Unavailable as error:
            return PlainTextResponse(f"# {error.public_message}\n", HTTP_503_SERVICE_UNAVAILABLE, {"Retry-After": "5"})

    @router.post("/sign-in")
    async def sign_in(request: Request, token: Annotated[str, Form()] = "") -> Response:
        if not deps.authenticator.is_valid_token(token.strip()):
            return RedirectResponse("/sign-in?refused", HTTP_303_SEE_OTHER)
        return _with_session(request, RedirectResponse("/", HTTP_303_SEE_OTHER), deps.authenticator.create_session())

    @router.post("/sign-out")
    async def sign_out() -> Response:
        answer = RedirectResponse("/sign-in", HTTP_303_SEE_OTHER)
        answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")
        return answer

    return router


def is_signed_in(deps: ConsoleDeps, request: Request) -> bool:
    """Whether the request carries a valid session."""
    return deps.authenticator.is_valid_session(request.cookies.get(SESSION_COOKIE, ""))


def _with_session(request: Request, answer: Response, session: str) -> Response:
    answer.set_cookie(
        SESSION_COOKIE,
        session,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer
