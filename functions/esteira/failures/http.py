"""Failures as JSON."""

from collections.abc import Sequence
from datetime import datetime

from typing_extensions import TypedDict

from esteira.core.http.shapes import Timestamp
from esteira.failures.failure import Failure, FailureGroup
from esteira.failures.list_failures import place_of


class FailureJson(TypedDict):
    """An error that was kept. `due_at`: when its original is sent again."""

    id: str
    fingerprint: str
    kind: str
    component: str
    place: str
    cause: str
    lane: str | None
    attempt: int | None
    original: str | None
    can_be_retried: bool
    state: str
    reason: str
    tries: int
    due_at: Timestamp | None
    reported_at: Timestamp
    created_at: Timestamp
    changed_at: Timestamp
    changed_by: str | None
    note: str | None


class FailuresJson(TypedDict):
    """A page of failures. `next`: `before` of the next page."""

    failures: list[FailureJson]
    next: str | None


class GroupJson(TypedDict):
    """Equal errors. `count`: all of them; `kept`: the kept ones by state."""

    fingerprint: str
    kind: str | None
    component: str
    place: str
    cause: str
    first_at: Timestamp
    last_at: Timestamp
    count: int
    kept: dict[str, int]


class GroupsJson(TypedDict):
    """A page of groups. `next`: `after` of the next page."""

    groups: list[GroupJson]
    next: str | None


def failures_json(failures: Sequence[Failure], limit: int) -> FailuresJson:
    """Return a page of failures, with the value of `before` for the next one."""
    return {
        "failures": [failure_json(failure) for failure in failures],
        "next": str(failures[-1].id) if len(failures) == limit else None,
    }


def groups_json(groups: Sequence[FailureGroup], limit: int) -> GroupsJson:
    """Return a page of groups, with the value of `after` for the next one."""
    return {
        "groups": [_group_json(group) for group in groups],
        "next": place_of(groups[-1]) if len(groups) == limit else None,
    }


def failure_json(failure: Failure) -> FailureJson:
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
        "reported_at": failure.reported_at.isoformat(),
        "created_at": failure.created_at.isoformat(),
        "changed_at": failure.changed_at.isoformat(),
        "changed_by": failure.changed_by,
        "note": failure.note,
    }


def _group_json(group: FailureGroup) -> GroupJson:
    return {
        "fingerprint": group.fingerprint,
        "kind": group.kind.value if group.kind else None,
        "component": group.component,
        "place": group.place,
        "cause": group.cause,
        "first_at": group.first_at.isoformat(),
        "last_at": group.last_at.isoformat(),
        "count": group.count,
        "kept": {state.value: number for state, number in group.states.items()},
    }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
