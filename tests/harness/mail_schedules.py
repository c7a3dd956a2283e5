"""The schedules that deliver mails and make digests, as programs, at a time that a test chooses."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from esteira.core.settings import MailSettings, OutboxSettings, read
from esteira.lookups.digests.mail_digests import mail_digests
from esteira.lookups.digests.wiring import Digests
from esteira.mail.deliver_mails import deliver_mails
from esteira.mail.wiring import Mails


def deliver(now: datetime) -> Mapping[str, int]:
    """Deliver the mails that are due."""
    with closing(Mails(read(MailSettings))) as mails:
        return deliver_mails(replace(mails.mail_deps, clock=lambda: now))


def make_digests(now: datetime) -> int:
    """Put the digests that are due into the outbox."""
    with closing(Digests(read(OutboxSettings))) as digests:
        return len(mail_digests(replace(digests.digest_deps, clock=lambda: now)))
