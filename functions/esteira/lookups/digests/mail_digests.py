"""Puts the digests that are due into the outbox, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from esteira.core.clock import Clock
from esteira.core.log import logger
from esteira.core.sealing import SecretSealer
from esteira.lookups.digests.digest import Digest, Plan, digest_mail, plan_due, plan_now
from esteira.lookups.digests.ports import DigestPage, DigestQuestion, DigestStore, Keep
from esteira.mail.mail import SealedMail
from esteira.mail.seal_mails import seal_mails

PAGE = 200
EVERYBODY = datetime.max.replace(tzinfo=UTC)
"""Later than any digest is due."""


@dataclass(frozen=True, kw_only=True)
class DigestDeps:
    """Dependencies of the digests."""

    store: DigestStore
    sealer: SecretSealer
    clock: Clock


def mail_digests(deps: DigestDeps, *, at_once: bool = False) -> Sequence[Digest]:
    """Put the digests that are due into the outbox, and return them. Raises `TargetUnavailable`.

    `at_once`: today's digest for everybody, whatever the time is; there is no other one at 19:00 then. May be killed
    and repeated anywhere, and run several times at once: a recipient has one digest a day.
    """
    keep = partial(_mails, deps.sealer)
    digests = [digest for page in _pages(deps, at_once=at_once, keep=keep) for digest in page.digests]
    logger.info("digests put into the outbox", action="mail_digests", count=len(digests))
    return digests


def show_digests(deps: DigestDeps, *, at_once: bool = False) -> Sequence[Digest]:
    """Return the digests that `mail_digests` would put into the outbox, and change nothing."""
    return [digest for page in _pages(deps, at_once=at_once, keep=None) for digest in page.digests]


def _pages(deps: DigestDeps, *, at_once: bool, keep: Keep | None) -> Iterator[DigestPage]:
    now = deps.clock()
    plan: Plan = plan_now if at_once else plan_due
    due_until = EVERYBODY if at_once else now
    after: str | None = ""
    while after is not None:
        question = DigestQuestion(now=now, due_until=due_until, after=after, limit=PAGE)
        page = deps.store.decide(question, plan, keep)
        yield page
        after = page.last


def _mails(sealer: SecretSealer, digests: Sequence[Digest]) -> Sequence[SealedMail]:
    return seal_mails(sealer, map(digest_mail, digests))
