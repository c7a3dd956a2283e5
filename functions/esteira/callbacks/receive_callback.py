"""Receive a provider's notification: check its signature, store it once, and queue it before the response."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from esteira.callbacks.authentication import CallbackProvider, check_signature
from esteira.callbacks.callback import MAX_BODY_BYTES, Callback, Notification, Reception, callback_of, message_of
from esteira.callbacks.conflicts import conflict_of
from esteira.callbacks.ports import CallbackRepository
from esteira.callbacks.signatures import Headers
from esteira.core.breaker import Breaker
from esteira.core.clock import Clock
from esteira.core.errors import BadRequest, BadRow, NotFound, QueueUnavailable, TargetUnavailable, TooLarge
from esteira.core.identifiers import id_text
from esteira.core.log import logger
from esteira.core.messages import encode
from esteira.core.queue.ports import QueueSender


@dataclass(frozen=True, kw_only=True)
class ReceiveCallbackDeps:
    """Dependencies of `receive_callback`."""

    providers: Mapping[str, CallbackProvider]
    repository: CallbackRepository
    queue: QueueSender
    clock: Clock
    breaker: Breaker = field(default_factory=lambda: Breaker(QueueUnavailable))


@dataclass(frozen=True, kw_only=True)
class CallbackRequest:
    """A request as it was received."""

    provider: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, kw_only=True)
class CallbackReceipt:
    """The confirmation that a notification is stored. If it was stored before, it is a duplicate and was ignored."""

    provider: str
    event_id: str
    duplicate: bool


Decode = Callable[[bytes], Notification]
"""Parses a body. Raises `BadRequest`, which names each invalid field."""


def authenticate(receive_deps: ReceiveCallbackDeps, request: CallbackRequest) -> int:
    """Return the number of the secret with which a configured provider signed this body recently.

    The body is not parsed before.

    Raises `TooLarge`, `NotFound` for a provider that is not configured, and `BadSignature`, in this order.
    """
    if len(request.body) > MAX_BODY_BYTES:
        raise TooLarge(f"(at most {MAX_BODY_BYTES} bytes)")
    provider = receive_deps.providers.get(request.provider)
    if provider is None:
        raise NotFound("(provider)")
    return check_signature(provider, request.headers, request.body, receive_deps.clock())


def receive_callback(receive_deps: ReceiveCallbackDeps, request: CallbackRequest, decode: Decode) -> CallbackReceipt:
    """Store the callback in one round trip to the database and send it in one to the queue.

    Raises what `authenticate` raises, `BadRequest`, `Conflict` when the event is stored with other contents, and
    `TargetUnavailable`, after which the provider has to send it again. If the queue is unavailable, the callback is
    still accepted, and the sweep sends it later.
    """
    secret = authenticate(receive_deps, request)
    callback = callback_of(request.provider, decode(request.body))
    reception = _keep(receive_deps, callback)
    if reception is Reception.CONFLICT:
        raise conflict_of(callback, receive_deps.repository.find(callback.key))
    if reception is Reception.NEW:
        _send(receive_deps, callback)
    logger.info(
        "callback received",
        action="receive_callback",
        lane="payments",
        provider=callback.provider,
        source=callback.source,
        source_id=id_text(callback.source_id),
        reception=reception.value,
        secret_number=secret,
    )
    return CallbackReceipt(
        provider=callback.provider, event_id=callback.event_id, duplicate=reception is Reception.DUPLICATE
    )


def _keep(receive_deps: ReceiveCallbackDeps, callback: Callback) -> Reception:
    try:
        return receive_deps.repository.keep(callback)
    except BadRow as error:
        raise BadRequest("(the database refuses this data)") from error


def _send(receive_deps: ReceiveCallbackDeps, callback: Callback) -> None:
    body = encode(message_of(callback, read_at=receive_deps.clock()))
    try:
        with receive_deps.breaker.guarding():
            if receive_deps.queue.send([body]).taken:
                return
        reason = "rejected by SQS"
    except QueueUnavailable as error:
        reason = str(error)
    logger.warning("callback not queued, left to the sweep", action="receive_callback", error=reason)
    _release(receive_deps, callback)


def _release(receive_deps: ReceiveCallbackDeps, callback: Callback) -> None:
    """If this fails too, the callback counts as sent, and the sweep sends it when its wait is over."""
    try:
        receive_deps.repository.release([callback.key])
    except TargetUnavailable as error:
        logger.warning("callback not released", action="receive_callback", error=str(error))
