"""Handlers of orders: search, the story of one, and handing a range of a source over again, after a preview."""

from typing import Any
from urllib.parse import unquote

from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import announce, count
from esteira.core.decoding import as_json
from esteira.core.errors import (
    Conflict,
    CursorUnavailable,
    QueueUnavailable,
    SourceUnavailable,
    SourceUnfit,
    TargetUnavailable,
    Unprocessable,
)
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.http.time_left import seconds_left
from esteira.core.reporting.wiring import report
from esteira.orders import hand_over_again, preview_handover, search_orders, tell_story
from esteira.orders.handover import HandedOver, HandoverPreview
from esteira.orders.http import FoundOrdersJson, found_orders_json
from esteira.orders.story_file import StoryFileJson, story_json
from esteira.orders.wiring import orders

app = GuardedApp("orders", authenticate=authenticate, count=count, report=report, audit=record)

READING = (SourceUnavailable, SourceUnfit, CursorUnavailable, TargetUnavailable)
"""What can be wrong when the rows of a source are compared with the target."""


@app.route(
    "/orders",
    policy=Policy.VIEWER,
    query=search_orders.SearchOrders,
    answers=FoundOrdersJson,
    errors=(TargetUnavailable,),
)
def search() -> Any:
    """Search the orders of the target, the newest first: `?source=…&id=…&message_id=…&state=…&since=…&until=…`."""
    query = query_of(app.request, search_orders.SearchOrders)
    return found_orders_json(search_orders.search_orders(orders().search, query))


@app.route(
    "/orders/{reference}/story",
    policy=Policy.VIEWER,
    answers=StoryFileJson,
    errors=(Unprocessable, SourceUnavailable, SourceUnfit, CursorUnavailable, TargetUnavailable),
)
def story(reference: str) -> Any:
    """Tell the story of an order, named as `SOURCE:ID` or by a message id or a callback, as one file."""
    return story_json(tell_story.tell_story(orders().story_deps, unquote(reference)))


@app.route(
    "/sources/{source}/handover/preview",
    methods=["POST"],
    policy=Policy.OPERATOR,
    body=preview_handover.HandoverRange,
    answers=HandoverPreview,
    errors=READING,
)
def preview(source: str) -> Any:
    """Count what handing a range over again would send: `{"first_id": 1, "last_id": 500}`. Sends nothing."""
    wanted = body_of(app.request, preview_handover.HandoverRange)
    return as_json(preview_handover.preview_handover(orders().survey_deps, source, wanted))


@app.route(
    "/sources/{source}/handover",
    methods=["POST"],
    policy=Policy.OPERATOR,
    body=hand_over_again.HandOver,
    answers=HandedOver,
    errors=(*READING, Conflict, QueueUnavailable),
)
def hand_over(source: str) -> Any:
    """Hand a previewed range over again: `{"first_id": 1, "last_id": 500, "which": "new", "expected": 12}`."""
    command = body_of(app.request, hand_over_again.HandOver)
    done = hand_over_again.hand_over_again(
        orders().handover_deps,
        source,
        command,
        by=app.principal.name,
        remaining_seconds=seconds_left(app.lambda_context),
    )
    announce("orders")
    return as_json(done)
