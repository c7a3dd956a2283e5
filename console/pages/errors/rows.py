"""Errors as rows of tables."""

from esteira.failures.failure import OPEN, Failure, FailureGroup, FailureState

from console.elements.data_table import Column, Row
from console.pages.errors.words import ErrorsWords

TONES = {
    FailureState.NOTED: "quiet",
    FailureState.WAITING: "slow",
    FailureState.RETRIED: "normal",
    FailureState.PARKED: "alert",
    FailureState.DISCARDED: "quiet",
}


def group_columns(words: ErrorsWords) -> list[Column]:
    """Return the columns of groups."""
    return [
        Column(key="cause", label=words.cause, kind="link", wide=True),
        Column(key="kind", label=words.kind),
        Column(key="component", label=words.component),
        Column(key="count", label=words.count, kind="number"),
        Column(key="left", label=words.left, kind="number"),
        Column(key="first", label=words.first, kind="time"),
        Column(key="last", label=words.last, kind="time"),
    ]


def group_row(group: FailureGroup, words: ErrorsWords) -> Row:
    """Return a group, whose cause leads to its failures."""
    return {
        "key": group.fingerprint,
        "cause": {"text": group.cause, "href": f"/errors?fingerprint={group.fingerprint}"},
        "kind": words.kinds[group.kind] if group.kind else None,
        "component": group.component,
        "count": group.count,
        "left": sum(number for state, number in group.states.items() if state in OPEN),
        "first": group.first_at,
        "last": group.last_at,
    }


def failure_columns(words: ErrorsWords) -> list[Column]:
    """Return the columns of failures."""
    return [
        Column(key="cause", label=words.cause, kind="link", wide=True),
        Column(key="state", label=words.state, kind="state"),
        Column(key="component", label=words.component),
        Column(key="lane", label=words.lane),
        Column(key="attempt", label=words.attempt, kind="number"),
        Column(key="reported", label=words.reported, kind="time"),
    ]


def failure_row(failure: Failure, words: ErrorsWords) -> Row:
    """Return a failure, whose cause leads to the page of its own."""
    return {
        "key": str(failure.id),
        "cause": {"text": failure.cause, "href": f"/errors/{failure.id}"},
        "state": {"text": words.states[failure.state], "tone": TONES[failure.state]},
        "component": failure.component,
        "lane": failure.lane,
        "attempt": failure.attempt,
        "reported": failure.reported_at,
    }
