"""Ledger, verdict and history as JSON: `GET /ledger`, `GET /messages/{message_id}`, `esteira verify --json`."""

from dataclasses import asdict
from typing import Any

from esteira.reconciliation.history import History, PastAttempt
from esteira.reconciliation.ledger import Ledger
from esteira.reconciliation.verdict import Verdict


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """Counts of all states, the residual, and the same by source."""
    return {
        "ok": ledger.balanced,
        "states": asdict(ledger.states),
        "residual": ledger.residual,
        "settled": ledger.settled,
        "at_rest": ledger.at_rest,
        "queue": asdict(ledger.queue),
        "sources": {name: asdict(source) for name, source in ledger.sources.items()},
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """The ledger with what a verification found; `ok` speaks for both."""
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
        "offenders": dict(verdict.offenders),
    }


def history_json(history: History) -> dict[str, Any]:
    """The attempts as the log keeps them, with the gap before each, and where the order is. Times in ISO 8601."""
    found = history.order_location
    return {
        "message_id": history.message_id,
        "order": str(found.order) if found else None,
        "state": found.state if found else None,
        "since": found.since.isoformat() if found and found.since else None,
        "reason": found.reason if found else None,
        "attempts": [_attempt(each) for each in history.attempts],
    }


def _attempt(each: PastAttempt) -> dict[str, Any]:
    document, origin = each.document, each.document["origin"]
    return {
        **document,
        "origin": origin and {**origin, "read_at": origin["read_at"].isoformat()},
        "processed_at": document["processed_at"].isoformat(),
        "expireAt": document["expireAt"].isoformat(),
        "gap_seconds": each.gap_seconds,
    }
