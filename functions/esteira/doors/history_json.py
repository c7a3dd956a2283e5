"""The history of a message as the doors answer it: `esteira history --json` and `GET /messages/{message_id}`."""

from typing import Any

from esteira.domain.history import History, PastAttempt


def history_json(history: History) -> dict[str, Any]:
    """The attempts as the log keeps them, with the gap before each, and where the order is. Times in ISO 8601."""
    found = history.whereabouts
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
