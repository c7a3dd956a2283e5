"""The routes of the local provider: one a shape, a health check, and the switch of its modes."""

from functools import partial
from typing import Any

from esteira.core.decoding import decoded
from esteira.core.errors import BadRequest
from esteira.core.lookup_providers import ProviderKind
from esteira.lookups.cnpj import InvalidCnpj, formatted, parse_cnpj
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.provider_server.answers import answer, refusal
from infra.local.provider_server.modes import MAGIC_ROOTS, SHAPES, ModeSwitch, Switching, magic_cnpj


def provider_app(switch: ModeSwitch) -> Starlette:
    """Return the ASGI application."""
    return Starlette(
        routes=[
            Route("/health", _health),
            Route("/control", partial(_show, switch), methods=["GET"]),
            Route("/control", partial(_switch, switch), methods=["PUT"]),
            *(Route(f"/{shape}/{{cnpj}}", partial(_company, switch, shape)) for shape in SHAPES),
        ]
    )


async def _company(switch: ModeSwitch, shape: ProviderKind, request: Request) -> Response:
    try:
        cnpj = parse_cnpj(request.path_params["cnpj"])
    except InvalidCnpj as error:
        return refusal(shape, str(error))
    return answer(shape, switch.mode_for(shape, cnpj), cnpj)


async def _switch(switch: ModeSwitch, request: Request) -> Response:
    try:
        switch.switch(decoded(await request.body(), Switching))
    except BadRequest as error:
        return JSONResponse({"error": "bad_request", "detail": str(error)}, status_code=400)
    return JSONResponse(_state(switch))


async def _show(switch: ModeSwitch, request: Request) -> Response:
    del request
    return JSONResponse(_state(switch))


async def _health(request: Request) -> Response:
    del request
    return JSONResponse({"status": "ok"})


def _state(switch: ModeSwitch) -> dict[str, Any]:
    return {
        "modes": {shape: switch.mode(shape) for shape in SHAPES},
        "asked": switch.asked,
        "magic_cnpjs": {formatted(magic_cnpj(root)): mode for root, mode in MAGIC_ROOTS.items()},
    }
