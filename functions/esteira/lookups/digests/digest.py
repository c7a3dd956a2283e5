"""Which digest is due, and what it says. Pure.

A day's digest covers the look-ups between 19:00 of the day before and its own 19:00, by the recipient's clock. It may
be mailed until the next one is due, and never later. 19:00 is placed as all local times are, also where the clock
changes: once a day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from esteira.lookups.cnpj import formatted
from esteira.lookups.mails import DATE_FORMATS, local_time
from esteira.lookups.schedules.local_times import place
from esteira.mail.mail import DigestRecipient, NewMail, Recipient, one_line
from esteira.mail.mail_kind import MailKind

HOUR = time(19)
DAY = timedelta(days=1)
MOST_LISTED = 20
"""Look-ups of one outcome that are listed one by one."""
MOST_CHARACTERS = 120


class DigestOutcome(StrEnum):
    """How a look-up stands in a digest."""

    SUCCEEDED = "succeeded"
    NOT_FOUND = "not_found"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class DigestPeriod:
    """The digest of a local day: of what happened after `since`, until `until`."""

    day: date
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DigestPlan:
    """What is mailed to a recipient now, if anything, and when to look again."""

    period: DigestPeriod | None
    due_at: datetime


Plan = Callable[[DigestRecipient, datetime], DigestPlan]
"""Decides about a recipient at a time."""


@dataclass(frozen=True, kw_only=True)
class LookupCount:
    """Look-ups of one outcome: how many, and the first of them by CNPJ, each with the name of its company if known."""

    count: int
    listed: Sequence[tuple[str, str]]


Summary = Mapping[DigestOutcome, LookupCount]


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What a recipient is mailed."""

    recipient: Recipient
    period: DigestPeriod
    summary: Summary


def plan_due(due: DigestRecipient, now: datetime) -> DigestPlan:
    """Return the digest of the last 19:00, unless it was decided before."""
    zone = ZoneInfo(due.recipient.time_zone)
    day = _last_day(now, zone)
    due_at = _at_hour(day + DAY, zone)
    if due.last_day is not None and due.last_day >= day:
        # Who has moved west may have had the digest of a day that has not come yet.
        return DigestPlan(period=None, due_at=max(due_at, _at_hour(due.last_day + DAY, zone)))
    return DigestPlan(
        period=DigestPeriod(day=day, since=_at_hour(day - DAY, zone), until=_at_hour(day, zone)), due_at=due_at
    )


def plan_now(due: DigestRecipient, now: datetime) -> DigestPlan:
    """Return today's digest, as if it were 19:00, of the last 24 hours; none if there was one today."""
    zone = ZoneInfo(due.recipient.time_zone)
    today = now.astimezone(zone).date()
    due_at = _at_hour(today + DAY, zone)
    if due.last_day is not None and due.last_day >= today:
        return DigestPlan(period=None, due_at=max(due_at, _at_hour(due.last_day + DAY, zone)))
    return DigestPlan(period=DigestPeriod(day=today, since=now - DAY, until=now), due_at=due_at)


def digest_mail(digest: Digest) -> NewMail:
    """Return the mail of a digest: one a recipient and local day."""
    recipient, period = digest.recipient, digest.period
    facts = {
        "day": period.day.strftime(DATE_FORMATS[recipient.language]),
        "since": local_time(period.since, recipient),
        "until": local_time(period.until, recipient),
        "total": str(sum(each.count for each in digest.summary.values())),
    }
    for outcome in DigestOutcome:
        facts |= _facts(outcome, digest.summary.get(outcome, LookupCount(count=0, listed=())))
    return NewMail(event=f"digest:{period.day}", kind=MailKind.DIGEST, recipient=recipient, facts=facts)


def _facts(outcome: DigestOutcome, counted: LookupCount) -> dict[str, str]:
    more = counted.count - len(counted.listed)
    lines = [" · ".join(part for part in (formatted(cnpj), _name(name)) if part) for cnpj, name in counted.listed]
    return {
        f"{outcome}": str(counted.count),
        f"{outcome}_list": "\n".join(lines),
        f"{outcome}_more": str(more) if more else "",
    }


def _name(name: str) -> str:
    return one_line(name, most=MOST_CHARACTERS)


def _last_day(now: datetime, zone: ZoneInfo) -> date:
    today = now.astimezone(zone).date()
    return today if _at_hour(today, zone) <= now else today - DAY


def _at_hour(day: date, zone: ZoneInfo) -> datetime:
    return place(datetime.combine(day, HOUR), zone).at
