"""Lists mails: one's own, or everybody's for administrators."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from esteira.core.errors import Forbidden
from esteira.core.names import one_of
from esteira.core.numbers import Whole
from esteira.core.principal import Principal, Role
from esteira.mail.mail import KeptMail, MailState
from esteira.mail.ports import Outbox

MailStateName = Annotated[MailState, BeforeValidator(one_of(MailState))]
"""A state of mails or its name."""


class ListMails(BaseModel, frozen=True, extra="forbid"):
    """Query: mails before this one, the newest first; those in a state, or all."""

    before: UUID | None = None
    state: MailStateName | None = None
    limit: Whole = Field(default=100, ge=1, le=500)
    everyone: bool = False


def list_mails(outbox: Outbox, principal: Principal, query: ListMails) -> Sequence[KeptMail]:
    """Return a page of mails. Raises `Forbidden` if others' are asked for by who is no administrator."""
    if query.everyone and not principal.role.includes(Role.ADMIN):
        raise Forbidden("(everyone: needs the role admin)")
    recipient_id = None if query.everyone else principal.id
    return outbox.page(recipient_id, str(query.before) if query.before else None, query.limit, state=query.state)
