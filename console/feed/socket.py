"""The feed over a WebSocket: authentication, choice of topics, sending, closing."""

import asyncio
from collections.abc import Callable
from enum import IntEnum

from esteira.core.announcing.topics import Topic
from esteira.core.decoding import decoded
from esteira.core.errors import AccountsUnavailable, BadRequest, Unauthorized
from esteira.core.log import logger
from esteira.core.principal import Principal
from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field

from console.access.visitors import bearer_of
from console.feed.hub import FeedHub
from console.feed.subscription import Subscription
from console.feed.topics import TOPICS

AUTHENTICATION_TIMEOUT_SECONDS = 5.0
CLOSE_TIMEOUT_SECONDS = 1.0


Bearer = Callable[[str], Principal]
"""Returns who presents a token; it blocks. Raises `Unauthorized` and `AccountsUnavailable`."""


class CloseCode(IntEnum):
    """Close codes of the server (RFC 6455 reserves 4000 to 4999 for applications)."""

    TRY_AGAIN_LATER = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401


class AuthenticationMessage(BaseModel, frozen=True, extra="forbid"):
    """First message of a client that cannot set headers. A token in the URL would end up in access logs."""

    token: str = Field(min_length=1)


class _ConnectionRefused(Exception):
    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def serve(socket: WebSocket, hub: FeedHub, bearer: Bearer) -> None:
    """Serve one client until it disconnects, is refused or is too slow."""
    await socket.accept()
    try:
        topics = _topics(socket)
        await _authenticate(socket, bearer)
        await _feed(socket, hub, topics)
        await _close(socket, CloseCode.TRY_AGAIN_LATER, "too slow")
    except _ConnectionRefused as error:
        await _close(socket, error.code, error.reason)
    except WebSocketDisconnect:
        return


def _topics(socket: WebSocket) -> frozenset[Topic]:
    """Topics of `?topics=orders,callbacks`; all topics without the parameter."""
    given = socket.query_params.get("topics")
    if given is None:
        return TOPICS
    chosen = frozenset(topic for topic in TOPICS if topic in given.split(","))
    if len(chosen) != len(given.split(",")):
        raise _ConnectionRefused(CloseCode.BAD_REQUEST, f"topics are {', '.join(sorted(TOPICS))}")
    return chosen


async def _authenticate(socket: WebSocket, bearer: Bearer) -> None:
    """Check the token in the header or, without one, in the first message. Raises `_ConnectionRefused`."""
    authorization = socket.headers.get("authorization")
    try:
        given = (await _first_message(socket)).token if authorization is None else bearer_of(authorization)
        await asyncio.to_thread(bearer, given)
    except Unauthorized:
        raise _ConnectionRefused(CloseCode.UNAUTHORIZED, "a valid token is needed") from None
    except AccountsUnavailable as error:
        raise _ConnectionRefused(CloseCode.TRY_AGAIN_LATER, error.public_message) from None


async def _first_message(socket: WebSocket) -> AuthenticationMessage:
    try:
        text = await asyncio.wait_for(socket.receive_text(), AUTHENTICATION_TIMEOUT_SECONDS)
        return decoded(text, AuthenticationMessage)
    except (BadRequest, TimeoutError, KeyError):
        raise _ConnectionRefused(CloseCode.BAD_REQUEST, 'the first message is {"token": "…"}') from None


async def _feed(socket: WebSocket, hub: FeedHub, topics: frozenset[Topic]) -> None:
    # A function of its own, so that the messages of a dropped listener are freed before its socket is closed.
    with hub.subscribed(topics) as subscription:
        await _send_until_dropped(socket, subscription)


async def _send_until_dropped(socket: WebSocket, subscription: Subscription) -> None:
    """Send messages until the subscription is dropped. Raises `WebSocketDisconnect` when the client disconnects."""
    tasks = [
        asyncio.create_task(_send_all(socket, subscription)),
        asyncio.create_task(_wait_for_disconnect(socket)),
        asyncio.create_task(subscription.dropped.wait()),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    logger.warning("slow listener dropped", action="feed")


async def _send_all(socket: WebSocket, subscription: Subscription) -> None:
    number = 0
    while True:
        message = await subscription.next()
        number += 1
        await socket.send_text(message.numbered(number))


async def _wait_for_disconnect(socket: WebSocket) -> None:
    """Discard what the client sends: receiving is the only way to notice that it disconnected."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    raise WebSocketDisconnect


async def _close(socket: WebSocket, code: CloseCode, reason: str) -> None:
    try:
        await asyncio.wait_for(socket.close(code, reason), CLOSE_TIMEOUT_SECONDS)
    except (TimeoutError, RuntimeError, WebSocketDisconnect):
        logger.info("listener disconnected before the close handshake", action="feed")
