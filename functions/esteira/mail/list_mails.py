"""Lists mails: one's own, or everybody's for administrators."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, Field

from esteira.core.errors import Forbidden
from esteira.core.numbers import Whole
from esteira.core.principal import Principal, Role
from esteira.mail.mail import KeptMail
from esteira.mail.ports import Outbox


class ListMails(BaseModel, frozen=True, extra="forbid"):
    """Query: mails before this one, the newest first."""

    before: UUID | None = None
    limit: Whole = Field(default=100, ge=1, le=500)
    everyone: bool = False


def list_mails(outbox: Outbox, principal: Principal, query: ListMails) -> Sequence[KeptMail]:
    """Return a page of mails. Raises `Forbidden` if others' are asked for by who is no administrator."""
    if query.everyone and not principal.role.includes(Role.ADMIN):
        raise Forbidden("(everyone: needs the role admin)")
    return outbox.page(
        None if query.everyone else principal.id, str(query.before) if query.before else None, query.limit
    )
