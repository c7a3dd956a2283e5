"""Look-ups and their runs as rows of tables and as facts, and repetitions in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup, LookupState
from esteira.lookups.lookup_task import LookupTask, TaskState
from esteira.lookups.schedules.recurrence import Recurrence, Weekly

from console.elements.change_table import Change
from console.elements.data_table import Column, Row
from console.elements.facts import Fact
from console.pages.lookups.words import LookupsWords

RUN_TONES = {
    TaskState.QUEUED: "quiet",
    TaskState.RUNNING: "normal",
    TaskState.RETRYING: "slow",
    TaskState.DEAD: "alert",
    TaskState.SUCCEEDED: "normal",
    TaskState.NOT_FOUND: "quiet",
}


def lookup_columns(words: LookupsWords) -> list[Column]:
    """Return the columns of look-ups."""
    return [
        Column(key="cnpj", label=words.cnpj, kind="link"),
        Column(key="state", label=words.state, kind="state"),
        Column(key="next", label=words.next, kind="time"),
        Column(key="repeats", label=words.repeats, wide=True),
        Column(key="priority", label=words.priority),
        Column(key="created", label=words.created, kind="time"),
    ]


def lookup_row(lookup: Lookup, words: LookupsWords) -> Row:
    """Return a look-up, whose CNPJ leads to the page of its own."""
    planned = lookup.next_due_at is not None
    state = words.states[LookupState.PLANNED if planned else LookupState.DONE]
    return {
        "key": str(lookup.id),
        "cnpj": {"text": formatted(lookup.cnpj), "href": f"/lookups/{lookup.id}"},
        "state": {"text": state, "tone": "normal" if planned else "quiet"},
        "next": lookup.next_due_at,
        "repeats": repeats(lookup.recurrence, words),
        "priority": words.priorities[lookup.priority],
        "created": lookup.created_at,
    }


def lookup_facts(lookup: Lookup, words: LookupsWords) -> list[Fact]:
    """Return what is booked."""
    return [
        Fact(words.cnpj, formatted(lookup.cnpj), code=True),
        Fact(words.next, lookup.next_due_at),
        Fact(words.repeats, repeats(lookup.recurrence, words)),
        Fact(words.time_zone, lookup.time_zone),
        Fact(words.priority, words.priorities[lookup.priority]),
        Fact(words.misfire, words.misfires[lookup.misfire]),
        Fact(words.missed_after, lookup.grace_seconds),
        Fact(words.mails, words.yes if lookup.notify else words.no),
        Fact(words.created, lookup.created_at),
    ]


def lookup_changes(before: Lookup, after: Lookup, words: LookupsWords) -> list[Change]:
    """Return what is different, each time in the look-up's zone."""
    pairs = zip(lookup_facts(before, words), lookup_facts(after, words), strict=True)
    changes = [
        Change(field=old.name, before=_said(old, before, words), after=_said(new, after, words)) for old, new in pairs
    ]
    return [change for change in changes if change.is_one]


def _said(fact: Fact, lookup: Lookup, words: LookupsWords) -> str | None:
    if isinstance(fact.value, datetime):
        return f"{fact.value.astimezone(ZoneInfo(lookup.time_zone)):{words.moment}}"
    return None if fact.value is None else str(fact.value)


def run_columns(words: LookupsWords) -> list[Column]:
    """Return the columns of runs."""
    return [
        Column(key="due", label=words.due, kind="time"),
        Column(key="state", label=words.run_state, kind="state"),
        Column(key="result", label=words.result, wide=True),
        Column(key="started", label=words.started, kind="time"),
        Column(key="ended", label=words.ended, kind="time"),
        Column(key="provider", label=words.provider),
        Column(key="sign", label=words.sign),
    ]


def run_row(task: LookupTask, words: LookupsWords) -> Row:
    """Return a run, with the name of the company or the reason why there is none."""
    return {
        "key": str(task.id),
        "due": task.due_at,
        "state": {"text": words.run_states[task.state], "tone": RUN_TONES[task.state]},
        "result": task.company.get("name") if task.company else task.error,
        "started": task.started_at,
        "ended": task.finished_at,
        "provider": task.provider,
        "sign": words.catch_up if task.catch_up else None,
    }


def run_facts(task: LookupTask, words: LookupsWords) -> list[Fact]:
    """Return a run without what it found."""
    return [
        Fact(words.run_state, words.run_states[task.state], tone=RUN_TONES[task.state]),
        Fact(words.sign, words.catch_up if task.catch_up else None),
        Fact(words.due, task.due_at),
        Fact(words.started, task.started_at),
        Fact(words.ended, task.finished_at),
        Fact(words.attempts, task.attempts),
        Fact(words.provider, task.provider),
        Fact(words.error, task.error),
    ]


def repeats(recurrence: Recurrence | None, words: LookupsWords) -> str:
    """Return a repetition in words."""
    if recurrence is None:
        return words.once
    values = recurrence.model_dump()
    if isinstance(recurrence, Weekly):
        values["days"] = ", ".join(words.weekdays[day] for day in recurrence.days)
    return words.every[recurrence.every].format(**values)
