"""The feed over a WebSocket: who may listen, what to, and what ends it."""

import asyncio
from enum import IntEnum

from esteira.domain.metrics.catalogue import Topic
from esteira.log import logger
from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, ValidationError

from console.authentication import OperatorAuthenticator
from console.feed.hub import FeedHub
from console.feed.subscription import Subscription
from console.feed.topics import TOPICS

AUTHENTICATION_TIMEOUT_SECONDS = 5.0
CLOSE_TIMEOUT_SECONDS = 1.0


class CloseCode(IntEnum):
    """Why the server closes (RFC 6455: 4000 to 4999 are an application's own)."""

    TRY_AGAIN_LATER = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401


class AuthenticationMessage(BaseModel, frozen=True, extra="forbid"):
    """A client's first words, for those that cannot set a header. In the address the token would end up in logs."""

    token: str = Field(min_length=1)


class _ConnectionRefused(Exception):
    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def serve(socket: WebSocket, hub: FeedHub, authenticator: OperatorAuthenticator) -> None:
    """Answers one client until it leaves, is refused or falls behind."""
    await socket.accept()
    try:
        topics = _topics(socket)
        await _admit(socket, authenticator)
        with hub.subscribed(topics) as subscription:
            await _feed(socket, subscription)
        await _part(socket, CloseCode.TRY_AGAIN_LATER, "too slow")
    except _ConnectionRefused as refusal:
        await _part(socket, refusal.code, refusal.reason)
    except WebSocketDisconnect:
        return


def _topics(socket: WebSocket) -> frozenset[Topic]:
    """`?topics=orders,callbacks`; all of them where nothing is said."""
    given = socket.query_params.get("topics")
    if given is None:
        return TOPICS
    chosen = frozenset(topic for topic in TOPICS if topic in given.split(","))
    if len(chosen) != len(given.split(",")):
        raise _ConnectionRefused(CloseCode.BAD_REQUEST, f"topics are {', '.join(sorted(TOPICS))}")
    return chosen


async def _admit(socket: WebSocket, authenticator: OperatorAuthenticator) -> None:
    """The token comes in the header of the handshake, or in the first message, within `AUTHENTICATION_TIMEOUT_SECONDS`."""
    authorization = socket.headers.get("authorization")
    admitted = (
        authenticator.is_valid_token((await _first_message(socket)).token)
        if authorization is None
        else authenticator.is_valid_header(authorization)
    )
    if not admitted:
        raise _ConnectionRefused(CloseCode.UNAUTHORIZED, "a valid token is needed")


async def _first_message(socket: WebSocket) -> AuthenticationMessage:
    try:
        return AuthenticationMessage.model_validate_json(await asyncio.wait_for(socket.receive_text(), AUTHENTICATION_TIMEOUT_SECONDS))
    except (ValidationError, TimeoutError, KeyError):
        raise _ConnectionRefused(CloseCode.BAD_REQUEST, 'the first message is {"token": "…"}') from None


async def _feed(socket: WebSocket, subscription: Subscription) -> None:
    """Returns when the client is dropped; raises `WebSocketDisconnect` when it leaves."""
    tasks = [
        asyncio.create_task(_send_all(socket, subscription)),
        asyncio.create_task(_hear_until_gone(socket)),
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


async def _hear_until_gone(socket: WebSocket) -> None:
    """What clients say after their hello is not for us, but it is how we learn that they left."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    raise WebSocketDisconnect


async def _part(socket: WebSocket, code: CloseCode, reason: str) -> None:
    try:
        await asyncio.wait_for(socket.close(code, reason), CLOSE_TIMEOUT_SECONDS)
    except (TimeoutError, RuntimeError, WebSocketDisconnect):
        logger.info("listener left without a goodbye", action="feed")
