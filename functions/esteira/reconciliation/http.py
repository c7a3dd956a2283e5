"""Ledger, verdict and history as JSON: `GET /ledger`, `GET /messages/{message_id}`, `esteira verify --json`."""

from dataclasses import asdict
from typing import Any

from esteira.consumer.attempt_documents import Origin
from esteira.core.decoding import as_json
from esteira.core.identifiers import id_text
from esteira.core.row_dates import date_text
from esteira.reconciliation.history import History, PastAttempt
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.verdict import Verdict


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
        "overlapping": verdict.overlapping,
        "conflict": verdict.conflict,
        "unattempted": verdict.unattempted,
        "offenders": dict(verdict.offenders),
        "restarts": dict(verdict.restarts),
        "unread": dict(verdict.unread),
    }


def history_json(history: History) -> dict[str, Any]:
    """Return the attempt documents with the gap before each, where the order or callback is, and what is missing.

    Times are ISO 8601, ids are text.
    """
    order, callback, location = history.order_location, history.callback_location, history.location
    return {
        "message_id": history.message_id,
        "order": str(order.order) if order else None,
        "callback": str(callback.callback) if callback else None,
        "state": location.state if location else None,
        "since": date_text(location.since) if location and location.since else None,
        "reason": location.reason if location else None,
        "attempts": [_attempt_json(attempt) for attempt in history.attempts],
        "missing": as_json(history.missing) if history.missing else None,
    }


def _attempt_json(attempt: PastAttempt) -> dict[str, Any]:
    document = attempt.document
    return {
        **document,
        "origin": _origin_json(document["origin"]) if document["origin"] else None,
        "processed_at": document["processed_at"].isoformat(),
        "expireAt": document["expireAt"].isoformat(),
        "gap_seconds": attempt.gap_seconds,
    }


def _origin_json(origin: Origin) -> dict[str, str]:
    return {
        "source": origin["source"],
        "source_id": id_text(origin["source_id"]),
        "read_at": origin["read_at"].isoformat(),
    }
