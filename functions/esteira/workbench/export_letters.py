"""Export filed dead letters as JSON lines, one a letter, which `import_selection` takes back."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, model_validator

from esteira.workbench.letter import FiledLetter
from esteira.workbench.list_dead_letters import (
    MOST_LISTED,
    LetterFilters,
    ListDeadLetters,
    list_dead_letters,
    place_text,
)
from esteira.workbench.ports import LetterStore

MEDIA_TYPE = "application/x-ndjson"
MOST_EXPORTED = 10_000
MOST_CHARACTERS = 2 * 1024 * 1024
"""Of an answer, beside its last letter: a function may answer 6 MB, in which every quote is escaped once more."""
MOST_NAMED = 200


class ExportDeadLetters(LetterFilters, frozen=True, extra="forbid"):
    """Query of `GET /dead-letters/export`: `after` as the part before said; `ids`: letters of `lane`, by commas."""

    after: Annotated[str, Field(max_length=200)] | None = None
    ids: Annotated[str, Field(min_length=1, max_length=20_000)] | None = None

    @model_validator(mode="after")
    def _ids_have_a_lane(self) -> "ExportDeadLetters":
        if self.ids is not None and self.lane is None:
            raise ValueError("ids are given with a lane")
        if self.ids is not None and self.ids.count(",") >= MOST_NAMED:
            raise ValueError(f"ids are at most {MOST_NAMED}")
        return self


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A part of an export. `next`: `after` of the next part, None if it was the last."""

    text: str
    letters: int
    next: str | None


def export_letters(store: LetterStore, query: ExportDeadLetters) -> Exported:
    """Return the next letters as text, as many as one answer holds.

    Raises `Unprocessable` and `TargetUnavailable`.
    """
    lines: list[str] = []
    characters, letters = 0, exported(store, query)
    for letter in letters:
        lines.append(line_of(letter))
        characters += len(lines[-1])
        if characters >= MOST_CHARACTERS or len(lines) == MOST_EXPORTED:
            more = next(letters, None) is not None
            return Exported(text="".join(lines), letters=len(lines), next=place_text(letter) if more else None)
    return Exported(text="".join(lines), letters=len(lines), next=None)


def exported(store: LetterStore, query: ExportDeadLetters) -> Iterator[FiledLetter]:
    """Iterate over the letters that are asked for, in the order of the list. One page of them is in memory."""
    if query.ids is None:
        yield from _listed(store, query)
        return
    for name in query.ids.split(","):
        letter = store.find(query.lane, name.strip()) if query.lane else None
        if letter:
            yield letter


def line_of(letter: FiledLetter) -> str:
    """Return a letter as a line. Half a character of two, which no UTF-8 has, is left as its escape sequence."""
    line = {
        "lane": letter.lane,
        "id": letter.sqs_message_id,
        "key": letter.key,
        "error": letter.error,
        "died_at": letter.died_at.isoformat(),
        "body": letter.body,
    }
    text = json.dumps(line, ensure_ascii=False).encode(errors="backslashreplace").decode()
    return f"{text}\n"


def _listed(store: LetterStore, query: ExportDeadLetters) -> Iterator[FiledLetter]:
    filters = query.model_dump(exclude={"ids"}, exclude_none=True)
    page: Sequence[FiledLetter] = list_dead_letters(store, ListDeadLetters(**filters))
    while page:
        yield from page
        if len(page) < MOST_LISTED:
            return
        page = list_dead_letters(store, ListDeadLetters(**{**filters, "after": place_text(page[-1])}))
