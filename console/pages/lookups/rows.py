"""Look-ups and their runs as rows of tables, and repetitions in words."""

from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup, LookupState
from esteira.lookups.lookup_task import LookupTask, TaskState
from esteira.lookups.schedules.recurrence import Recurrence, Weekly

from console.elements.data_table import Column, Row
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


def run_columns(words: LookupsWords) -> list[Column]:
    """Return the columns of runs."""
    return [
        Column(key="due", label=words.due, kind="time"),
        Column(key="state", label=words.run_state, kind="state"),
        Column(key="sign", label=words.sign),
        Column(key="attempts", label=words.attempts, kind="number"),
        Column(key="provider", label=words.provider),
        Column(key="ended", label=words.ended, kind="time"),
        Column(key="error", label=words.error, wide=True),
    ]


def run_row(task: LookupTask, words: LookupsWords) -> Row:
    """Return a run."""
    return {
        "key": str(task.id),
        "due": task.due_at,
        "state": {"text": words.run_states[task.state], "tone": RUN_TONES[task.state]},
        "sign": words.catch_up if task.catch_up else None,
        "attempts": task.attempts,
        "provider": task.provider,
        "ended": task.finished_at,
        "error": task.error,
    }


def repeats(recurrence: Recurrence | None, words: LookupsWords) -> str:
    """Return a repetition in words."""
    if recurrence is None:
        return words.once
    values = recurrence.model_dump()
    if isinstance(recurrence, Weekly):
        values["days"] = ", ".join(words.weekdays[day] for day in recurrence.days)
    return words.every[recurrence.every].format(**values)
