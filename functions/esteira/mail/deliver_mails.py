"""Sends the mails that are due, one after the other: claimed, sent, kept as sent.

A crash between sending and keeping sends that one mail once more, and no other one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from esteira.core.clock import Clock
from esteira.core.errors import MailRefused, MailsUnavailable, SealBroken
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.reporting.error_report import ErrorReport, ReportErrors, report_nothing, report_of
from esteira.core.sealing import SecretSealer
from esteira.core.strict_json import json_value
from esteira.mail.mail import ClaimedMail, MailState, NewMail, next_try
from esteira.mail.ports import LetterWriter, MailSender, Outbox
from esteira.mail.seal_mails import sealed_facts
from esteira.mail.unsubscribe_links import UnsubscribeLinks


@dataclass(frozen=True, kw_only=True)
class MailDeps:
    """Dependencies of the use cases of mails. `report` publishes errors, once a delivery, when it is over."""

    outbox: Outbox
    letter_writer: LetterWriter
    mail_sender: MailSender
    sealer: SecretSealer
    links: UnsubscribeLinks
    clock: Clock
    report: ReportErrors = report_nothing


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    state: MailState
    report: ErrorReport | None = None


def add_mail(outbox: Outbox, sealer: SecretSealer, mail: NewMail, clock: Clock) -> bool:
    """Put a mail into the outbox. Returns False if its recipient has one of this event."""
    return outbox.add(mail, sealed_facts(sealer, mail), clock())


def deliver_mails(deps: MailDeps, *, should_continue: Callable[[], bool] = lambda: True) -> Mapping[str, int]:
    """Send what is due, as long as it may continue. Returns how many were sent, put off and given up.

    Several deliveries at once send different mails. Why mails were put off or given up is published as errors.
    """
    counts = dict.fromkeys((MailState.SENT.value, MailState.PENDING.value, MailState.FAILED.value), 0)
    reports: list[ErrorReport] = []
    try:
        while should_continue() and (claimed := deps.outbox.claim(1, deps.clock())):
            outcome = _send(deps, claimed[0])
            counts[outcome.state.value] += 1
            reports += [outcome.report] if outcome.report else []
    finally:
        # Once for all, and after the last mail: a queue that hangs delays none.
        deps.report(reports)
    return counts


def _send(deps: MailDeps, mail: ClaimedMail) -> _Outcome:
    try:
        letter = deps.letter_writer.write(mail.kind, mail.recipient.language, _facts(deps, mail))
        deps.mail_sender.send(mail, letter)
    except (MailsUnavailable, SealBroken) as error:
        return _Outcome(state=_put_off(deps, mail, error.public_message), report=_report(error, mail))
    except (MailRefused, LookupError) as error:
        return _Outcome(state=_give_up(deps, mail, str(error)), report=_report(error, mail))
    passing("mail.after_send")
    deps.outbox.sent(mail, deps.clock())
    return _Outcome(state=MailState.SENT)


def _report(error: Exception, mail: ClaimedMail) -> ErrorReport:
    """Return the report, whose original names the mail and nobody's address."""
    original = f"mail {mail.id}, {mail.kind.value}, try {mail.tries}"
    return report_of(error, component="mails", place="mails.deliver", original=original)


def _facts(deps: MailDeps, mail: ClaimedMail) -> dict[str, str]:
    facts = json_value(deps.sealer.open(mail.sealed_facts).get_secret_value())
    link = {"unsubscribe_url": deps.links.url(mail.recipient.id)} if mail.kind.can_be_unsubscribed else {}
    return {**facts, **link, "name": mail.recipient.shown_name}


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
