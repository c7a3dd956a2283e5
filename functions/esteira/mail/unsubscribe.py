"""Unsubscribes the recipient of a link from mails about look-ups."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from esteira.core.clock import Clock
from esteira.core.errors import NotFound
from esteira.core.log import logger
from esteira.mail.mail import Subscription
from esteira.mail.ports import RecipientBook
from esteira.mail.unsubscribe_links import UnsubscribeLinks


class UnsubscribeLink(BaseModel, frozen=True, extra="forbid"):
    """Query: the token of a link."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


@dataclass(frozen=True, kw_only=True)
class UnsubscribeDeps:
    """Dependencies of `subscription_of` and `unsubscribe`."""

    recipient_book: RecipientBook
    links: UnsubscribeLinks
    clock: Clock


def subscription_of(deps: UnsubscribeDeps, link: UnsubscribeLink) -> Subscription:
    """Return whom a link is about. Raises `NotFound`."""
    found = deps.recipient_book.find(deps.links.recipient_id(link.token))
    if found is None:
        raise NotFound("(the recipient of this link)")
    return found


def unsubscribe(deps: UnsubscribeDeps, link: UnsubscribeLink) -> Subscription:
    """Send the recipient of a link no more mails about look-ups. Raises `NotFound`."""
    found = subscription_of(deps, link)
    deps.recipient_book.unsubscribe(found.recipient.id, deps.clock())
    logger.info("recipient unsubscribed", action="unsubscribe", recipient=found.recipient.id)
    return found
