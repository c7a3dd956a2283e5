"""Ledger, verdict and history as JSON: `GET /ledger`, `GET /messages/{message_id}`, `esteira verify --json`."""

from dataclasses import asdict
from typing import Any

from typing_extensions import TypedDict

from esteira.callbacks.callback import CallbackState
from esteira.consumer.attempt_documents import AttemptError
from esteira.core.http.shapes import IdText, Timestamp
from esteira.core.identifiers import id_text
from esteira.core.messages import Origin
from esteira.core.queue.depth import QueueDepth
from esteira.core.row_dates import date_text
from esteira.reconciliation.history import Cause, History, OrderState, PastAttempt
from esteira.reconciliation.ledger import Ledger, LedgerStates, SourceLedger
from esteira.reconciliation.verdict import Verdict


class LedgerJson(TypedDict):
    """The ledger of all sources."""

    ok: bool
    states: LedgerStates
    residual: int
    unattempted: int
    settled: bool
    at_rest: bool
    queue: QueueDepth
    sources: dict[str, SourceLedger]


class OriginJson(TypedDict):
    """The origin of a message: the source, its row, and when the row was read."""

    source: str
    source_id: IdText
    read_at: Timestamp


class AttemptJson(TypedDict):
    """An attempt. `gap_seconds` is the time since the one before it; `data` is text where it is no valid message."""

    _id: str
    message_id: str
    sqs_message_id: str
    lane: str
    attempt: int
    status: str
    attempts_needed: int | None
    error: AttemptError | None
    origin: OriginJson | None
    data: dict[str, Any] | str
    processed_at: Timestamp
    expireAt: Timestamp
    gap_seconds: float | None


class MissingJson(TypedDict):
    """Why there are no attempts, or some may be missing."""

    cause: Cause
    sentence: str


class HistoryJson(TypedDict):
    """The attempts of a message, oldest first, and where its order or callback is."""

    message_id: str
    order: str | None
    callback: str | None
    state: OrderState | CallbackState | None
    since: str | None
    reason: str | None
    attempts: list[AttemptJson]
    missing: MissingJson | None


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """Return the counts of all states, the residual, and the same by source."""
    return {
        "ok": ledger.balanced,
        "states": asdict(ledger.states),
        "residual": ledger.residual,
        "unattempted": ledger.unattempted,
        "settled": ledger.settled,
        "at_rest": ledger.at_rest,
        "queue": asdict(ledger.queue),
        "sources": {name: asdict(source) for name, source in ledger.sources.items()},
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Return the ledger and the findings of a verification. `ok` covers both."""
    return {
        **ledger_json(verdict.ledger),
        "ok": verdict.ok,
        "checked": verdict.checked,
        "compared": verdict.compared,
        "lost": verdict.lost,
        "duplicated": verdict.duplicated,
        "phantom": verdict.phantom,
        "mismatch": verdict.mismatch,
        "edited": verdict.edited,
        "overlapping": verdict.overlapping,
        "conflict": verdict.conflict,
        "unattempted": verdict.unattempted,
        "offenders": dict(verdict.offenders),
        "restarts": dict(verdict.restarts),
        "unread": dict(verdict.unread),
    }


def history_json(history: History) -> HistoryJson:
    """Return the attempt documents with the gap before each, where the order or callback is, and what is missing.

    Times are ISO 8601, ids are text.
    """
    order, callback, location = history.order_location, history.callback_location, history.location
    missing = history.missing
    return {
        "message_id": history.message_id,
        "order": str(order.order) if order else None,
        "callback": str(callback.callback) if callback else None,
        "state": location.state if location else None,
        "since": date_text(location.since) if location and location.since else None,
        "reason": location.reason if location else None,
        "attempts": [_attempt_json(attempt) for attempt in history.attempts],
        "missing": {"cause": missing.cause, "sentence": missing.sentence} if missing else None,
    }


def _attempt_json(attempt: PastAttempt) -> AttemptJson:
    document = attempt.document
    return {
        **document,
        "origin": _origin_json(document["origin"]) if document["origin"] else None,
        "processed_at": document["processed_at"].isoformat(),
        "expireAt": document["expireAt"].isoformat(),
        "gap_seconds": attempt.gap_seconds,
    }


def _origin_json(origin: Origin) -> OriginJson:
    return {
        "source": origin["source"],
        "source_id": id_text(origin["source_id"]),
        "read_at": origin["read_at"].isoformat(),
    }
