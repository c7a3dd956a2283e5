"""Sends the mails that are due: claimed, sent, kept as sent. A crash in between sends at most that mail once more."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from esteira.core.clock import Clock
from esteira.core.errors import MailRefused, MailsUnavailable, SealBroken
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.sealing import SecretSealer
from esteira.core.strict_json import json_value
from esteira.mail.mail import ClaimedMail, MailState, NewMail, next_try
from esteira.mail.ports import LetterWriter, MailSender, Outbox
from esteira.mail.seal_mails import sealed_facts
from esteira.mail.unsubscribe_links import UnsubscribeLinks

PAGE = 50
IN_FLIGHT = 4
MAX_PAGES = 20


@dataclass(frozen=True, kw_only=True)
class MailDeps:
    """Dependencies of the use cases of mails."""

    outbox: Outbox
    letter_writer: LetterWriter
    mail_sender: MailSender
    sealer: SecretSealer
    links: UnsubscribeLinks
    clock: Clock


def add_mail(outbox: Outbox, sealer: SecretSealer, mail: NewMail, clock: Clock) -> bool:
    """Put a mail into the outbox. Returns False if its recipient has one of this event."""
    return outbox.add(mail, sealed_facts(sealer, mail), clock())


def deliver_mails(deps: MailDeps) -> Mapping[str, int]:
    """Send what is due, several mails at a time. Returns how many were sent, put off and given up."""
    counts = dict.fromkeys((MailState.SENT.value, MailState.PENDING.value, MailState.FAILED.value), 0)
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for _ in range(MAX_PAGES):
            claimed = deps.outbox.claim(PAGE, deps.clock())
            for state in _sent(deps, claimed, pool):
                counts[state.value] += 1
            if len(claimed) < PAGE:
                break
    return counts


def _sent(deps: MailDeps, mails: Sequence[ClaimedMail], pool: ThreadPoolExecutor) -> Sequence[MailState]:
    return list(pool.map(partial(_send, deps), mails))


def _send(deps: MailDeps, mail: ClaimedMail) -> MailState:
    try:
        letter = deps.letter_writer.write(mail.kind, mail.recipient.language, _facts(deps, mail))
        deps.mail_sender.send(mail, letter)
    except (MailsUnavailable, SealBroken) as error:
        return _put_off(deps, mail, error.public_message)
    except (MailRefused, LookupError) as error:
        return _give_up(deps, mail, str(error))
    passing("mail.after_send")
    deps.outbox.sent(mail, deps.clock())
    return MailState.SENT


def _facts(deps: MailDeps, mail: ClaimedMail) -> dict[str, str]:
    facts = json_value(deps.sealer.open(mail.sealed_facts).get_secret_value())
    link = {"unsubscribe_url": deps.links.url(mail.recipient.id)} if mail.kind.can_be_unsubscribed else {}
    return {**facts, **link, "name": mail.recipient.name}


def _put_off(deps: MailDeps, mail: ClaimedMail, error: str) -> MailState:
    now = deps.clock()
    at = next_try(mail, now)
    if at is None:
        return _give_up(deps, mail, error)
    deps.outbox.later(mail, at, error)
    logger.warning("mail put off", action="deliver_mails", mail=mail.id, tries=mail.tries, error=error)
    return MailState.PENDING


def _give_up(deps: MailDeps, mail: ClaimedMail, error: str) -> MailState:
    deps.outbox.failed(mail, deps.clock(), error)
    logger.error("mail given up", action="deliver_mails", mail=mail.id, tries=mail.tries, error=error)
    return MailState.FAILED
