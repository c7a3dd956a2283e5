"""Lists entries of the audit log, page by page."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from esteira.audit.entry import MOST_CHARACTERS, AuditEntry, AuditFilter
from esteira.audit.ports import AuditStore
from esteira.core.auditing.audited import Outcome
from esteira.core.moments import MomentOrSeconds
from esteira.core.names import ON_ONE_LINE, one_of
from esteira.core.numbers import Whole

MOST_LISTED = 100
"""An entry may have 64 kB, and an answer at most 6 MB."""

Text = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, pattern=ON_ONE_LINE)]


class ListEntries(BaseModel, frozen=True, extra="forbid"):
    """Query of `GET /audit`. `by`: id or name. `action`: a whole one, or what stands before its dot.

    `before` is `next` of the page before. Times in ISO 8601 with a zone or as seconds since 1970.
    """

    by: Text | None = None
    action: Text | None = None
    subject: Text | None = None
    outcome: Annotated[Outcome, BeforeValidator(one_of(Outcome))] | None = None
    since: MomentOrSeconds | None = Field(default=None, alias="from")
    until: MomentOrSeconds | None = Field(default=None, alias="to")
    before: Text | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_LISTED)] = 50


def list_entries(store: AuditStore, query: ListEntries) -> Sequence[AuditEntry]:
    """Return a page of entries, the newest first. Raises `AuditLogUnavailable`."""
    return store.page(AuditFilter(**query.model_dump()))
