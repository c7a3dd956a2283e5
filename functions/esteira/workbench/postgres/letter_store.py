"""The tables `dead_letters`, `dead_letter_edits` and `dead_letter_filings`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from esteira.core.names import Lane
from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.core.queue.received_message import as_bytes, as_text
from esteira.workbench.contents import fields_of, searchable
from esteira.workbench.letter import (
    SPARK_PARTS,
    Edit,
    FiledLetter,
    Filing,
    LetterCount,
    LetterFilter,
    LetterGroup,
    Place,
)

PLAIN = (
    "lane",
    "sqs_message_id",
    "message_id",
    "key",
    "source",
    "error",
    "fingerprint",
    "attempt",
    "died_at",
    "filed_at",
)
"""The columns that are kept as they are."""

GROUPING_MEMORY = "16MB"
"""What 100,000 letters take without their bodies. With less they are sorted on disk, which takes thrice as long."""


class PostgresLetterStore:
    """The port `LetterStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, letters: Sequence[FiledLetter]) -> None:
        """See `LetterStore.keep`. In a fixed order, so that two readers do not wait for each other."""
        if letters:
            self._ask("keep_dead_letters", _columns(sorted(letters, key=lambda each: (each.lane, each.sqs_message_id))))

    def forget_unseen(self, lane: Lane, before: datetime) -> int:
        """See `LetterStore.forget_unseen`."""
        return len(self._ask("forget_unseen", {"lane": lane, "before": before}))

    def filings(self) -> Mapping[Lane, Filing]:
        """See `LetterStore.filings`."""
        names = ("lane", "at", "letters", "complete", "seconds")
        filings = [Filing(**dict(zip(names, row, strict=True))) for row in self._ask("list_filings", {})]
        return {filing.lane: filing for filing in filings}

    def claim_filing(self, lane: Lane, now: datetime, until: datetime) -> bool:
        """See `LetterStore.claim_filing`."""
        return bool(self._ask("claim_filing", {"lane": lane, "now": now, "until": until}))

    def keep_filing(self, filing: Filing) -> None:
        """See `LetterStore.keep_filing`."""
        self._ask("keep_filing", asdict(filing))

    def find(self, lane: Lane, sqs_message_id: str) -> FiledLetter | None:
        """See `LetterStore.find`."""
        rows = self._ask("find_dead_letter", {"lane": lane, "sqs_message_id": searchable(sqs_message_id)})
        return next((_letter(row) for row in rows), None)

    def copies(self, lane: Lane, keys: Sequence[str], bodies: Sequence[str]) -> Sequence[FiledLetter]:
        """See `LetterStore.copies`."""
        asked = {"keys": [searchable(key) for key in keys], "bodies": [as_bytes(body) for body in bodies]}
        return [_letter(row) for row in self._ask("find_copies", {"lane": lane, **asked})] if keys or bodies else []

    def page(self, question: LetterFilter, *, after: Place | None, limit: int) -> Sequence[FiledLetter]:
        """See `LetterStore.page`."""
        died_at, lane, sqs_message_id = after or (None, None, None)
        place = {"after_died_at": died_at, "after_lane": lane, "after_id": sqs_message_id, "limit": limit}
        return [_letter(row) for row in self._ask("list_dead_letters", {**parameters(question), **place})]

    def counts(self, question: LetterFilter) -> Sequence[LetterCount]:
        """See `LetterStore.counts`."""
        names = ("lane", "letters", "unfinished")
        rows = self._ask("count_dead_letters", parameters(question))
        return [LetterCount(**dict(zip(names, row, strict=True))) for row in rows]

    def groups(self, question: LetterFilter, *, limit: int) -> Sequence[LetterGroup]:
        """See `LetterStore.groups`."""
        asked = {**parameters(question), "parts": SPARK_PARTS, "limit": limit}
        with self._database.transaction() as connection:
            connection.execute("SELECT set_config('work_mem', %s, true)", [GROUPING_MEMORY])
            rows = connection.execute(statement("workbench/group_dead_letters"), asked).fetchall()
        return [_group(row) for row in rows]

    def begin_edit(self, edit: Edit) -> None:
        """See `LetterStore.begin_edit`."""
        self._ask("begin_edit", _edit_columns(edit))

    def cancel_edit(self, edit: Edit) -> None:
        """See `LetterStore.cancel_edit`."""
        self._ask("cancel_edit", _edit_columns(edit))

    def finish_edit(self, edit: Edit, sent_at: datetime) -> None:
        """See `LetterStore.finish_edit`."""
        self._ask("finish_edit", {**_edit_columns(edit), "sent_at": sent_at})

    def edits(self, lane: Lane, sqs_message_id: str) -> Sequence[Edit]:
        """See `LetterStore.edits`."""
        return self._edits(lane, sqs_message_id, sent=True)

    def unfinished_edits(self, lane: Lane, sqs_message_id: str) -> Sequence[Edit]:
        """See `LetterStore.unfinished_edits`."""
        return self._edits(lane, sqs_message_id, sent=False)

    def all_unfinished_edits(self, limit: int) -> Sequence[Edit]:
        """See `LetterStore.all_unfinished_edits`."""
        return [_edit(row) for row in self._ask("list_unfinished_edits", {"limit": limit})]

    def _edits(self, lane: Lane, sqs_message_id: str, *, sent: bool) -> Sequence[Edit]:
        letter = {"lane": lane, "sqs_message_id": searchable(sqs_message_id), "sent": sent}
        return [_edit(row) for row in self._ask("list_edits", letter)]

    def _ask(self, name: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        def work(connection: Any) -> list[tuple[Any, ...]]:
            cursor = connection.execute(statement(f"workbench/{name}"), parameters)
            return cursor.fetchall() if cursor.description else []

        return self._database.run(work)


def _columns(letters: Sequence[FiledLetter]) -> dict[str, list[Any]]:
    return {name: [getattr(letter, name) for letter in letters] for name in PLAIN} | {
        "body": [as_bytes(letter.body) for letter in letters],
        "readable": [searchable(letter.body) for letter in letters],
        "fields": [json.dumps(fields_of(letter.body)) for letter in letters],
    }


def parameters(question: LetterFilter) -> dict[str, Any]:
    """Return a filter as the parameters of the statements."""
    wanted = json.dumps({question.path: question.value}) if question.path is not None else None
    return {**asdict(question), "fields": wanted}


def _letter(row: tuple[Any, ...]) -> FiledLetter:
    *plain, body = row
    return FiledLetter(**dict(zip(PLAIN, plain, strict=True)), body=as_text(body))


def _group(row: tuple[Any, ...]) -> LetterGroup:
    lane, fingerprint, error, count, first_at, last_at, parts = row
    return LetterGroup(
        lane=lane,
        fingerprint=fingerprint,
        error=error,
        count=count,
        first_at=first_at,
        last_at=last_at,
        spark=tuple(parts.get(str(part), 0) for part in range(SPARK_PARTS)),
    )


def _edit_columns(edit: Edit) -> dict[str, Any]:
    return {**asdict(edit), "before": as_bytes(edit.before), "after": as_bytes(edit.after)}


def _edit(row: tuple[Any, ...]) -> Edit:
    lane, sqs_message_id, message_id, key, before, after, by, at = row
    return Edit(
        lane=lane,
        sqs_message_id=sqs_message_id,
        message_id=message_id,
        key=key,
        before=as_text(before),
        after=as_text(after),
        by=by,
        at=at,
    )
