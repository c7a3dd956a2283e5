"""The answer to one question: its shape in its mode."""

import asyncio
import json
from collections.abc import AsyncIterator

from esteira.core.lookup_providers import ProviderKind
from starlette.responses import Response, StreamingResponse

from infra.local.provider_server import page_shape
from infra.local.provider_server.json_shapes import JSON_SHAPES
from infra.local.provider_server.modes import ProviderMode
from infra.local.provider_server.sample_company import sample_company

RETRY_AFTER_SECONDS = 2
HUGE_CHUNK = b" " * 65_536
HUGE_CHUNKS = 1_024
JSON = "application/json; charset=utf-8"


def answer(shape: ProviderKind, mode: ProviderMode, cnpj: str) -> Response:
    """Return the answer about a parsed CNPJ."""
    if mode == "ok":
        return _response(shape, _body(shape, cnpj))
    if mode == "slow":
        return _streamed(shape, _drop_by_drop(_body(shape, cnpj)))
    if mode == "huge":
        return _streamed(shape, _huge(_body(shape, cnpj)))
    if mode == "broken":
        return _response(shape, _broken(shape, cnpj))
    return _failure(shape, mode)


def refusal(shape: ProviderKind, sentence: str) -> Response:
    """Return the answer about what is no CNPJ."""
    return _response(shape, _message(shape, 400, f"CNPJ inválido: {sentence}"), 400)


def _failure(shape: ProviderKind, mode: ProviderMode) -> Response:
    if mode == "too_many":
        response = _response(shape, _message(shape, 429, "Muitas requisições"), 429)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    if mode == "not_found":
        body = _not_found(shape)
        return _response(shape, body, 404)
    return _response(shape, _message(shape, 500, "Erro interno"), 500)


def _body(shape: ProviderKind, cnpj: str) -> bytes:
    company = sample_company(cnpj)
    if shape == "receita-page":
        return page_shape.as_page(company).encode(page_shape.ENCODING)
    return _json(JSON_SHAPES[shape](company))


def _broken(shape: ProviderKind, cnpj: str) -> bytes:
    """Return a page without fields, or JSON that ends in the middle."""
    if shape == "receita-page":
        return page_shape.BROKEN.encode(page_shape.ENCODING)
    body = _body(shape, cnpj)
    return body[: len(body) // 2]


def _not_found(shape: ProviderKind) -> bytes:
    if shape == "receita-page":
        return page_shape.NOT_FOUND.encode(page_shape.ENCODING)
    return _message(shape, 404, "CNPJ não encontrado")


def _message(shape: ProviderKind, status: int, sentence: str) -> bytes:
    if shape == "receita-page":
        return f"<html><body><p>{sentence}</p></body></html>".encode(page_shape.ENCODING)
    if shape == "cnpjws":
        return _json({"status": status, "titulo": sentence, "detalhes": sentence})
    return _json({"message": sentence})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _response(shape: ProviderKind, body: bytes, status: int = 200) -> Response:
    return Response(body, status_code=status, headers={"Content-Type": _content_type(shape)})


def _streamed(shape: ProviderKind, body: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(body, headers={"Content-Type": _content_type(shape)})


def _content_type(shape: ProviderKind) -> str:
    return page_shape.CONTENT_TYPE if shape == "receita-page" else JSON


async def _drop_by_drop(body: bytes) -> AsyncIterator[bytes]:
    for byte in body:
        yield bytes([byte])
        await asyncio.sleep(1)


async def _huge(body: bytes) -> AsyncIterator[bytes]:
    yield body
    for _ in range(HUGE_CHUNKS):
        yield HUGE_CHUNK
