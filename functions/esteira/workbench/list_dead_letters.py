"""List filed dead letters, and their groups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from esteira.core.errors import Unprocessable
from esteira.core.moments import Moment, moment
from esteira.core.names import Lane, SourceName
from esteira.core.numbers import Whole
from esteira.workbench.contents import searchable
from esteira.workbench.letter import FiledLetter, LetterCount, LetterFilter, LetterGroup, Place
from esteira.workbench.ports import LetterStore

MOST_LISTED = 20
"""A letter may have 256 kB, and an answer at most 6 MB."""
MOST_GROUPS = 200
"""Groups that are listed: those with the most letters."""

Words = Annotated[str, Field(min_length=1, max_length=200)]


class LetterFilters(BaseModel, frozen=True, extra="forbid"):
    """What lists, groups and bulk redrives are narrowed by."""

    lane: Lane | None = None
    source: SourceName | None = None
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{16}$")] | None = None
    attempt: Annotated[Whole, Field(ge=0, le=1000)] | None = None
    since: Moment | None = None
    until: Moment | None = None
    text: Words | None = None
    path: Words | None = None
    value: Annotated[str, Field(max_length=1000)] | None = None

    @model_validator(mode="after")
    def _path_has_value(self) -> "LetterFilters":
        if (self.path is None) != (self.value is None):
            raise ValueError("path and value are given together")
        return self

    @property
    def filter(self) -> LetterFilter:
        """What the store is asked for."""
        given = self.model_dump(include=set(LetterFilter.__dataclass_fields__))
        cleaned = {name: searchable(given[name]) for name in ("text", "path", "value") if given[name] is not None}
        return LetterFilter(**{**given, **cleaned})


class ListDeadLetters(LetterFilters, frozen=True, extra="forbid"):
    """Query of `GET /dead-letters`: `after` is `next` of the page before."""

    after: Annotated[str, Field(max_length=200)] | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_LISTED)] = MOST_LISTED


class GroupDeadLetters(LetterFilters, frozen=True, extra="forbid"):
    """Query of `GET /dead-letters/groups`, and of their number."""


def list_dead_letters(store: LetterStore, query: ListDeadLetters) -> Sequence[FiledLetter]:
    """Return a page of letters, the last that died first. Raises `Unprocessable` and `TargetUnavailable`."""
    return store.page(query.filter, after=_place(query.after) if query.after else None, limit=query.limit)


def group_dead_letters(store: LetterStore, query: GroupDeadLetters) -> Sequence[LetterGroup]:
    """Return the groups with the most letters, the largest first. Raises `TargetUnavailable`."""
    return store.groups(query.filter, limit=MOST_GROUPS)


def count_dead_letters(store: LetterStore, query: GroupDeadLetters) -> Sequence[LetterCount]:
    """Return the number of letters by lane. Raises `TargetUnavailable`."""
    return store.counts(query.filter)


def place_text(letter: FiledLetter) -> str:
    """Return what `after` must be for the letters after this one."""
    return f"{letter.died_at.isoformat().replace('+00:00', 'Z')}/{letter.lane}/{letter.sqs_message_id}"


def _place(after: str) -> Place:
    at, _, rest = after.partition("/")
    lane, _, sqs_message_id = rest.partition("/")
    return Place(_time(at), searchable(lane), searchable(sqs_message_id))


def _time(text: str) -> datetime:
    try:
        at: datetime = moment(text)
    except ValueError:
        raise Unprocessable("(after: is not TIME/LANE/ID, as the page before gives it as `next`)") from None
    return at
