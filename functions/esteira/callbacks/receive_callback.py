"""Takes a provider's notification: genuine or not at all, once, and on its way before the provider has its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import SecretStr

from esteira.callbacks.callback import MAX_BODY_BYTES, Callback, Notification, Reception, callback_of, message_of
from esteira.callbacks.ports import CallbackBook
from esteira.callbacks.signatures import check
from esteira.core.breaker import Breaker
from esteira.core.clock import Clock
from esteira.core.errors import BadRequest, BadRow, Conflict, NotFound, QueueUnavailable, TargetUnavailable, TooLarge
from esteira.core.log import logger
from esteira.core.messages import encode
from esteira.core.queue.ports import OutgoingQueue


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Who may send notifications: what it signs them with, and how far its clock may be off."""

    secret: SecretStr
    tolerance: timedelta


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where notifications are received."""

    providers: Mapping[str, Provider]
    book: CallbackBook
    queue: OutgoingQueue
    clock: Clock
    breaker: Breaker = field(default_factory=lambda: Breaker(QueueUnavailable))


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """A notification as it came in. `signature` is the header's value, empty without one."""

    provider: str
    signature: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Received:
    """A notification that is kept. One that was kept before is a duplicate, and nothing was done."""

    provider: str
    event_id: str
    duplicate: bool


Decode = Callable[[bytes], Notification]
"""The notification in a body. Raises `BadRequest` naming each field that is off."""


def admit(desk: Desk, delivered: Delivered) -> None:
    """Returns if a known provider signed this body lately. Nothing else of it is looked at before.

    Raises `TooLarge`, `NotFound` for a provider that nobody configured, and `BadSignature`.
    """
    if len(delivered.body) > MAX_BODY_BYTES:
        raise TooLarge(f"(at most {MAX_BODY_BYTES} bytes)")
    provider = desk.providers.get(delivered.provider)
    if provider is None:
        raise NotFound("(provider)")
    check(
        delivered.signature,
        delivered.body,
        secret=provider.secret.get_secret_value(),
        now=desk.clock(),
        tolerance=provider.tolerance,
    )


def receive_callback(desk: Desk, delivered: Delivered, decode: Decode) -> Received:
    """Keeps the callback in one round trip to the database and sends it in one to the queue.

    Raises what `admit` raises, `BadRequest`, `Conflict` when its event is known with other contents, and
    `TargetUnavailable`, after which the provider has to ask again. A queue that does not answer stops nothing: the
    callback is kept, and the sweep sends it.
    """
    admit(desk, delivered)
    callback = callback_of(delivered.provider, decode(delivered.body))
    reception = _keep(desk, callback)
    if reception is Reception.CONFLICT:
        raise Conflict("(this event was received before with other contents)")
    if reception is Reception.NEW:
        _send(desk, callback)
    logger.info(
        "callback received",
        action="receive_callback",
        lane="payments",
        provider=callback.provider,
        source=callback.source,
        source_id=callback.source_id,
        reception=reception.value,
    )
    return Received(provider=callback.provider, event_id=callback.event_id, duplicate=reception is Reception.DUPLICATE)


def _keep(desk: Desk, callback: Callback) -> Reception:
    try:
        return desk.book.keep(callback)
    except BadRow as error:
        raise BadRequest("(the database refuses these data)") from error


def _send(desk: Desk, callback: Callback) -> None:
    body = encode(message_of(callback, read_at=desk.clock()))
    try:
        with desk.breaker.guarding():
            if desk.queue.send([body]).taken:
                return
        reason = "not taken"
    except QueueUnavailable as error:
        reason = str(error)
    logger.warning("callback not queued, the sweep will do it", action="receive_callback", error=reason)
    _release(desk, callback)


def _release(desk: Desk, callback: Callback) -> None:
    """If this fails too, the callback counts as sent; that nothing is heard of it brings the sweep in the end."""
    try:
        desk.book.release([callback.key])
    except TargetUnavailable as error:
        logger.warning("callback not released", action="receive_callback", error=str(error))
