"""Dead letters and bulk redrives as JSON."""

from collections.abc import Mapping, Sequence

from typing_extensions import TypedDict

from esteira.core.http.shapes import Timestamp
from esteira.core.names import Lane
from esteira.orders.story_file import StoryFileJson, story_json
from esteira.reconciliation.http import HistoryJson, history_json
from esteira.workbench.check_edit import Change
from esteira.workbench.import_selection import Imported
from esteira.workbench.letter import Edit, FiledLetter, Filing, LetterGroup
from esteira.workbench.list_dead_letters import place_text
from esteira.workbench.list_redrives import redrive_place
from esteira.workbench.redrive_edited import Edited
from esteira.workbench.redrive_job import RedriveJob
from esteira.workbench.show_dead_letter import ShownLetter


class LetterJson(TypedDict):
    """A dead letter. `as_of`: when its queue was read; `key`: null if the body is no message of its lane."""

    lane: str
    id: str
    message_id: str | None
    key: str | None
    source: str | None
    body: str
    error: str
    fingerprint: str
    attempt: int
    died_at: Timestamp
    as_of: Timestamp


class LettersJson(TypedDict):
    """A page of dead letters. `next`: `after` of the next page; `as_of`: when each queue was last read."""

    dead_letters: list[LetterJson]
    next: str | None
    as_of: dict[str, Timestamp]


class LetterGroupJson(TypedDict):
    """Dead letters with equal errors. `spark`: their number in equal parts of the time of all groups."""

    lane: str
    fingerprint: str
    error: str
    count: int
    first_at: Timestamp
    last_at: Timestamp
    spark: list[int]


class LetterGroupsJson(TypedDict):
    """The groups with the most dead letters."""

    groups: list[LetterGroupJson]
    as_of: dict[str, Timestamp]


class EditJson(TypedDict):
    """An edit of a dead letter: both bodies, and who made it."""

    before: str
    after: str
    by: str
    at: Timestamp


class ShownLetterJson(TypedDict):
    """A dead letter with its edits, and the story of its order or the history of any other message."""

    dead_letter: LetterJson
    edits: list[EditJson]
    unfinished_edits: list[EditJson]
    story: StoryFileJson | None
    history: HistoryJson | None


class ChangeJson(TypedDict):
    """A field that differs. Null: it is not there."""

    path: str
    before: str | None
    after: str | None


class EditedJson(TypedDict):
    """What was changed of a dead letter that was sent back."""

    edit: EditJson
    changes: list[ChangeJson]


class ImportedJson(TypedDict):
    """What became of an import. `restored`: dead letters again; `sent`: sent back with another body.

    `unchanged`: there as they are in the file. `lines`: why lines are refused, by their numbers.
    """

    restored: int
    sent: int
    unchanged: int
    lines: dict[str, str]


class RedriveJson(TypedDict):
    """A bulk redrive, with the number of its letters by state."""

    id: str
    lane: str
    by: str
    created_at: Timestamp
    state: str
    reason: str
    canary: bool
    per_second: float | None
    repeats: str | None
    waiting: int
    sent: int
    gone: int
    undone: int


class RedrivesJson(TypedDict):
    """A page of bulk redrives. `next`: `after` of the next page."""

    redrives: list[RedriveJson]
    next: str | None


def letters_json(letters: Sequence[FiledLetter], filings: Mapping[Lane, Filing], limit: int) -> LettersJson:
    """Return a page of dead letters, with the value of `after` for the next one."""
    return {
        "dead_letters": [_letter_json(letter) for letter in letters],
        "next": place_text(letters[-1]) if len(letters) == limit else None,
        "as_of": _as_of(filings),
    }


def letter_groups_json(groups: Sequence[LetterGroup], filings: Mapping[Lane, Filing]) -> LetterGroupsJson:
    """Return groups of dead letters."""
    return {"groups": [_group_json(group) for group in groups], "as_of": _as_of(filings)}


def shown_letter_json(shown: ShownLetter) -> ShownLetterJson:
    """Return a dead letter with what is known of it."""
    return {
        "dead_letter": _letter_json(shown.letter),
        "edits": [_edit_json(edit) for edit in shown.edits],
        "unfinished_edits": [_edit_json(edit) for edit in shown.unfinished_edits],
        "story": story_json(shown.story) if shown.story else None,
        "history": history_json(shown.history) if shown.history else None,
    }


def edited_json(edited: Edited) -> EditedJson:
    """Return what was changed."""
    return {"edit": _edit_json(edited.edit), "changes": [_change_json(change) for change in edited.changes]}


def redrives_json(jobs: Sequence[RedriveJob], limit: int) -> RedrivesJson:
    """Return a page of bulk redrives, with the value of `after` for the next one."""
    return {
        "redrives": [redrive_json(job) for job in jobs],
        "next": redrive_place(jobs[-1]) if len(jobs) == limit else None,
    }


def redrive_json(job: RedriveJob) -> RedriveJson:
    """Return a bulk redrive."""
    return {
        "id": str(job.id),
        "lane": job.lane,
        "by": job.by,
        "created_at": job.created_at.isoformat(),
        "state": job.state.value,
        "reason": job.reason,
        "canary": job.canary,
        "per_second": job.per_second,
        "repeats": str(job.repeats) if job.repeats else None,
        "waiting": job.waiting,
        "sent": job.sent,
        "gone": job.gone,
        "undone": job.undone,
    }


def imported_json(imported: Imported) -> ImportedJson:
    """Return what became of the lines."""
    lines = {str(number): fault for number, fault in imported.faults.items()}
    return {
        "restored": len(imported.restored),
        "sent": len(imported.edited),
        "unchanged": imported.unchanged,
        "lines": lines,
    }


def _letter_json(letter: FiledLetter) -> LetterJson:
    return {
        "lane": letter.lane,
        "id": letter.sqs_message_id,
        "message_id": str(letter.message_id) if letter.message_id else None,
        "key": letter.key,
        "source": letter.source,
        "body": letter.body,
        "error": letter.error,
        "fingerprint": letter.fingerprint,
        "attempt": letter.attempt,
        "died_at": letter.died_at.isoformat(),
        "as_of": letter.filed_at.isoformat(),
    }


def _group_json(group: LetterGroup) -> LetterGroupJson:
    return {
        "lane": group.lane,
        "fingerprint": group.fingerprint,
        "error": group.error,
        "count": group.count,
        "first_at": group.first_at.isoformat(),
        "last_at": group.last_at.isoformat(),
        "spark": list(group.spark),
    }


def _edit_json(edit: Edit) -> EditJson:
    return {"before": edit.before, "after": edit.after, "by": edit.by, "at": edit.at.isoformat()}


def _change_json(change: Change) -> ChangeJson:
    return {"path": change.path, "before": change.before, "after": change.after}


def _as_of(filings: Mapping[Lane, Filing]) -> dict[str, Timestamp]:
    return {lane: filing.at.isoformat() for lane, filing in filings.items()}
