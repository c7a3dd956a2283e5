"""Handlers for callbacks: notifications of providers, lists for the operator, and a sweep each minute."""

from functools import partial
from typing import Any
from urllib.parse import unquote

from chalice.app import CloudWatchEvent, Rate, Response
from esteira.accounts.wiring import authenticate, record
from esteira.callbacks.callback import Notification
from esteira.callbacks.http import CallbackJson, CallbacksJson, callback_json, callbacks_json
from esteira.callbacks.list_callbacks import ListCallbacks, list_callbacks, show_callback
from esteira.callbacks.receive_callback import CallbackReceipt, CallbackRequest, receive_callback
from esteira.callbacks.sweep_callbacks import sweep_callbacks
from esteira.callbacks.wiring import callbacks
from esteira.core.announcing.wiring import announce, count
from esteira.core.decoding import as_json, decoded
from esteira.core.errors import BadSignature, Conflict, NotFound, TargetUnavailable, TooLarge
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import query_of, raw_body_of
from esteira.core.http.time_left import seconds_left
from esteira.core.reporting.wiring import report

app = GuardedApp("callbacks", authenticate=authenticate, count=count, report=report, audit=record)

_decode = partial(decoded, model=Notification)


@app.route(
    "/callbacks/{provider}",
    methods=["POST"],
    policy=Policy.SIGNED,
    status=202,
    body=Notification,
    answers=CallbackReceipt,
    errors=(BadSignature, TooLarge, Conflict, TargetUnavailable),
)
def receive(provider: str) -> Any:
    """Receive a signed notification of a provider. It is stored and queued before the answer (202)."""
    delivered = CallbackRequest(provider=provider, headers=app.request.headers, body=raw_body_of(app.request))
    received = receive_callback(callbacks().receive_deps, delivered, _decode)
    if not received.duplicate:
        announce("callbacks")
    return Response(body=as_json(received), status_code=202)


@app.route(
    "/callbacks", policy=Policy.VIEWER, query=ListCallbacks, answers=CallbacksJson, errors=(NotFound, TargetUnavailable)
)
def list_page() -> Any:
    """List a page of callbacks, newest first: `?state=unprocessed|dead|processed&provider=…&after=…&limit=100`."""
    return callbacks_json(list_callbacks(callbacks().repository, query_of(app.request, ListCallbacks)))


@app.route("/callbacks/{provider}/{event_id}", policy=Policy.VIEWER, answers=CallbackJson, errors=(TargetUnavailable,))
def show(provider: str, event_id: str) -> Any:
    """Show one callback."""
    return callback_json(show_callback(callbacks().repository, provider, unquote(event_id)))


@app.schedule(Rate(1, unit=Rate.MINUTES))
def sweep_due(event: CloudWatchEvent) -> Any:
    """Queue the callbacks whose message was not sent or was lost."""
    swept = sweep_callbacks(callbacks().sweep_deps, remaining_seconds=seconds_left(event.context))
    if swept.sent:
        announce("callbacks")
    return as_json(swept)
