"""Failures as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from esteira.failures.failure import Failure, FailureGroup
from esteira.failures.list_failures import place_of


def failures_json(failures: Sequence[Failure], limit: int) -> dict[str, Any]:
    """Return a page of failures, with the value of `before` for the next one."""
    return {
        "failures": [failure_json(failure) for failure in failures],
        "next": str(failures[-1].id) if len(failures) == limit else None,
    }


def groups_json(groups: Sequence[FailureGroup], limit: int) -> dict[str, Any]:
    """Return a page of groups, with the value of `after` for the next one."""
    return {
        "groups": [_group_json(group) for group in groups],
        "next": place_of(groups[-1]) if len(groups) == limit else None,
    }


def failure_json(failure: Failure) -> dict[str, Any]:
    """Return a failure. Its cause and its original were redacted before they were published."""
    return {
        "id": str(failure.id),
        "fingerprint": failure.fingerprint,
        "kind": failure.kind.value,
        "component": failure.component,
        "place": failure.place,
        "cause": failure.cause,
        "lane": failure.lane,
        "attempt": failure.attempt,
        "original": failure.original,
        "can_be_retried": failure.can_be_sent,
        "state": failure.state.value,
        "reason": failure.reason,
        "tries": failure.tries,
        "due_at": _text(failure.due_at),
        "reported_at": _text(failure.reported_at),
        "created_at": _text(failure.created_at),
        "changed_at": _text(failure.changed_at),
        "changed_by": failure.changed_by,
        "note": failure.note,
    }


def _group_json(group: FailureGroup) -> dict[str, Any]:
    return {
        "fingerprint": group.fingerprint,
        "kind": group.kind.value if group.kind else None,
        "component": group.component,
        "place": group.place,
        "cause": group.cause,
        "first_at": _text(group.first_at),
        "last_at": _text(group.last_at),
        "count": group.count,
        "kept": {state.value: number for state, number in group.states.items()},
    }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
