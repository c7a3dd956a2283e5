"""Lists failures, and their groups, page by page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from esteira.core.errors import Unprocessable
from esteira.core.moments import moment
from esteira.core.names import Lane, one_of
from esteira.core.numbers import Whole
from esteira.core.reporting.error_message import Fingerprint
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import Failure, FailureFilter, FailureGroup, FailureState, GroupFilter
from esteira.failures.ports import FailureStore

MOST_LISTED = 100
"""A failure with its original may have 40 kB, and an answer at most 6 MB."""

Kind = Annotated[ErrorKind, BeforeValidator(one_of(ErrorKind))]
Component = Annotated[str, Field(min_length=1, max_length=200)]
Limit = Annotated[Whole, Field(ge=1, le=MOST_LISTED)]


class ListFailures(BaseModel, frozen=True, extra="forbid"):
    """Query of `GET /failures`: `before` is `next` of the page before."""

    state: Annotated[FailureState, BeforeValidator(one_of(FailureState))] | None = None
    kind: Kind | None = None
    component: Component | None = None
    lane: Lane | None = None
    fingerprint: Fingerprint | None = None
    before: UUID | None = None
    limit: Limit = 50


class ListGroups(BaseModel, frozen=True, extra="forbid"):
    """Query of `GET /failures/groups`: `after` is `next` of the page before."""

    kind: Kind | None = None
    component: Component | None = None
    after: Annotated[str, Field(max_length=60)] | None = None
    limit: Limit = 50


def list_failures(store: FailureStore, query: ListFailures) -> Sequence[Failure]:
    """Return a page of failures, the last created first. Raises `TargetUnavailable`."""
    return store.page(FailureFilter(**query.model_dump()))


def list_groups(store: FailureStore, query: ListGroups) -> Sequence[FailureGroup]:
    """Return a page of groups, the one with the newest error first. Raises `Unprocessable` and `TargetUnavailable`."""
    after = _place(query.after) if query.after else None
    return store.groups(GroupFilter(kind=query.kind, component=query.component, after=after, limit=query.limit))


def place_of(group: FailureGroup) -> str:
    """Return what `after` must be for the groups after this one."""
    return f"{group.last_at.isoformat().replace('+00:00', 'Z')}/{group.fingerprint}"


def _place(after: str) -> tuple[datetime, str]:
    at, _, fingerprint = after.partition("/")
    try:
        return moment(at), fingerprint
    except ValueError:
        raise Unprocessable("(after: is not TIME/FINGERPRINT, as the page before gives it as `next`)") from None
