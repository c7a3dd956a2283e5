"""The schedules that deliver mails and make digests, as programs that tests may kill, at a time that they choose."""

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from esteira.core.settings import MailSettings, OutboxSettings, read
from esteira.lookups.digests.mail_digests import mail_digests
from esteira.lookups.digests.wiring import Digests
from esteira.mail.deliver_mails import deliver_mails
from esteira.mail.wiring import Mails

LIFETIME_SECONDS = 60
"""A schedule ends after this time, in case its test was killed."""

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])

Schedule = Callable[[Mapping[str, str], datetime], object]


def start(schedule: Schedule, environment: Mapping[str, str], now: datetime) -> BaseProcess:
    """Start one run in a process of its own."""
    process = FORKS.Process(target=schedule, args=(dict(environment), now), daemon=True)
    process.start()
    return process


def run(schedule: Schedule, environment: Mapping[str, str], now: datetime) -> None:
    """Run it to its end, in a process of its own, whose environment no other test can change. It must not fail."""
    process = start(schedule, environment, now)
    process.join(timeout=LIFETIME_SECONDS)
    assert process.exitcode == 0


def deliver(environment: Mapping[str, str], now: datetime) -> Mapping[str, int]:
    """Deliver the mails that are due."""
    os.environ.update(environment)
    signal.alarm(LIFETIME_SECONDS)
    mails = Mails(read(MailSettings))
    try:
        return deliver_mails(replace(mails.mail_deps, clock=lambda: now))
    finally:
        mails.close()
        signal.alarm(0)


def make_digests(environment: Mapping[str, str], now: datetime) -> int:
    """Put the digests that are due into the outbox."""
    os.environ.update(environment)
    signal.alarm(LIFETIME_SECONDS)
    digests = Digests(read(OutboxSettings))
    try:
        return len(mail_digests(replace(digests.digest_deps, clock=lambda: now)))
    finally:
        digests.close()
        signal.alarm(0)
