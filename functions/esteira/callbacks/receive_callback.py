"""Takes a provider's notification: genuine or not at all, once, and on its way before the provider has its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import SecretStr

from esteira.callbacks.callback import MAX_BODY_BYTES, Callback, Notification, Reception, callback_of, message_of
from esteira.callbacks.ports import CallbackRepository
from esteira.callbacks.signatures import check
from esteira.core.breaker import Breaker
from esteira.core.clock import Clock
from esteira.core.errors import BadRequest, BadRow, Conflict, NotFound, QueueUnavailable, TargetUnavailable, TooLarge
from esteira.core.log import logger
from esteira.core.messages import encode
from esteira.core.queue.ports import QueueSender


@dataclass(frozen=True, kw_only=True)
class CallbackProvider:
    """Who may send notifications: what it signs them with, and how far its clock may be off."""

    secret: SecretStr
    tolerance: timedelta


@dataclass(frozen=True, kw_only=True)
class ReceiveCallbackDeps:
    """Where notifications are received."""

    providers: Mapping[str, CallbackProvider]
    repository: CallbackRepository
    queue: QueueSender
    clock: Clock
    breaker: Breaker = field(default_factory=lambda: Breaker(QueueUnavailable))


@dataclass(frozen=True, kw_only=True)
class CallbackRequest:
    """A notification as it came in. `signature` is the header's value, empty without one."""

    provider: str
    signature: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class CallbackReceipt:
    """A notification that is kept. One that was kept before is a duplicate, and nothing was done."""

    provider: str
    event_id: str
    duplicate: bool


Decode = Callable[[bytes], Notification]
"""The notification in a body. Raises `BadRequest` naming each field that is off."""


def admit(receive_deps: ReceiveCallbackDeps, delivered: CallbackRequest) -> None:
    """Returns if a known provider signed this body lately. Nothing else of it is looked at before.

    Raises `TooLarge`, `NotFound` for a provider that nobody configured, and `BadSignature`.
    """
    if len(delivered.body) > MAX_BODY_BYTES:
        raise TooLarge(f"(at most {MAX_BODY_BYTES} bytes)")
    provider = receive_deps.providers.get(delivered.provider)
    if provider is None:
        raise NotFound("(provider)")
    check(
        delivered.signature,
        delivered.body,
        secret=provider.secret.get_secret_value(),
        now=receive_deps.clock(),
        tolerance=provider.tolerance,
    )


def receive_callback(receive_deps: ReceiveCallbackDeps, delivered: CallbackRequest, decode: Decode) -> CallbackReceipt:
    """Keeps the callback in one round trip to the database and sends it in one to the queue.

    Raises what `admit` raises, `BadRequest`, `Conflict` when its event is known with other contents, and
    `TargetUnavailable`, after which the provider has to ask again. A queue that does not answer stops nothing: the
    callback is kept, and the sweep sends it.
    """
    admit(receive_deps, delivered)
    callback = callback_of(delivered.provider, decode(delivered.body))
    reception = _keep(receive_deps, callback)
    if reception is Reception.CONFLICT:
        raise Conflict("(this event was received before with other contents)")
    if reception is Reception.NEW:
        _send(receive_deps, callback)
    logger.info(
        "callback received",
        action="receive_callback",
        lane="payments",
        provider=callback.provider,
        source=callback.source,
        source_id=callback.source_id,
        reception=reception.value,
    )
    return CallbackReceipt(
        provider=callback.provider, event_id=callback.event_id, duplicate=reception is Reception.DUPLICATE
    )


def _keep(receive_deps: ReceiveCallbackDeps, callback: Callback) -> Reception:
    try:
        return receive_deps.repository.keep(callback)
    except BadRow as error:
        raise BadRequest("(the database refuses these data)") from error


def _send(receive_deps: ReceiveCallbackDeps, callback: Callback) -> None:
    body = encode(message_of(callback, read_at=receive_deps.clock()))
    try:
        with receive_deps.breaker.guarding():
            if receive_deps.queue.send([body]).taken:
                return
        reason = "not taken"
    except QueueUnavailable as error:
        reason = str(error)
    logger.warning("callback not queued, the sweep will do it", action="receive_callback", error=reason)
    _release(receive_deps, callback)


def _release(receive_deps: ReceiveCallbackDeps, callback: Callback) -> None:
    """If this fails too, the callback counts as sent; that nothing is heard of it brings the sweep in the end."""
    try:
        receive_deps.repository.release([callback.key])
    except TargetUnavailable as error:
        logger.warning("callback not released", action="receive_callback", error=str(error))
