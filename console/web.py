"""HTTP routes of the console except its pages and sessions: feed, Prometheus metrics, health."""

from dataclasses import dataclass

from esteira.core.errors import Unavailable
from fastapi import APIRouter, WebSocket
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.status import HTTP_503_SERVICE_UNAVAILABLE

from console.access.visitors import Visitors
from console.feed.hub import FeedHub
from console.feed.socket import serve
from console.frame.audit_trail import AuditTrail
from console.metrics_gateway import MetricsGateway


@dataclass(frozen=True, kw_only=True)
class ConsoleDeps:
    """Collaborators of routes and pages."""

    hub: FeedHub
    visitors: Visitors
    metrics: MetricsGateway
    audit: AuditTrail


def routes(deps: ConsoleDeps) -> APIRouter:
    """Return the routes. `/ws` needs a token; `/metrics` and `/health` are open to scrapers and probes."""
    router = APIRouter()

    @router.websocket("/ws")
    async def feed(socket: WebSocket) -> None:
        await serve(socket, deps.hub, deps.visitors.bearer)

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

    return router
