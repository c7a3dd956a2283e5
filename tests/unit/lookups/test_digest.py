"""When a digest is due and of which day it is: once a local day, also where the clock changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from esteira.lookups.digests.digest import (
    Digest,
    DigestOutcome,
    DigestPeriod,
    LookupCount,
    digest_mail,
    plan_due,
    plan_now,
)
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.mail import DigestRecipient

from tests.fixtures.lookups import CNPJ
from tests.fixtures.mails import MARIA

HOUR = timedelta(hours=1)
FRIDAY = date(2026, 11, 27)


def due(zone: str = "America/Sao_Paulo", last_day: date | None = None) -> DigestRecipient:
    return DigestRecipient(recipient=replace(MARIA, time_zone=zone), last_day=last_day)


def at(text: str, zone: str = "America/Sao_Paulo") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_at_seven_in_the_evening_the_digest_of_the_day_is_due() -> None:
    plan = plan_due(due(), at("2026-11-27 19:00"))

    assert plan.period == DigestPeriod(day=FRIDAY, since=at("2026-11-26 19:00"), until=at("2026-11-27 19:00"))
    assert plan.due_at == at("2026-11-28 19:00")


def test_before_seven_nothing_is_due_for_who_had_the_digest_of_yesterday() -> None:
    plan = plan_due(due(last_day=FRIDAY - timedelta(days=1)), at("2026-11-27 18:59:59"))

    assert (plan.period, plan.due_at) == (None, at("2026-11-27 19:00"))


@pytest.mark.parametrize("now", ["2026-11-27 19:01", "2026-11-28 18:59"])
def test_a_day_whose_digest_was_mailed_has_no_second_one(now: str) -> None:
    plan = plan_due(due(last_day=FRIDAY), at(now))

    assert (plan.period, plan.due_at) == (None, at("2026-11-28 19:00"))


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-11-27 22:00", 27), ("2026-11-28 18:59", 27), ("2026-12-01 12:00", 30)],
    ids=["three hours late", "a day late", "days late"],
)
def test_after_a_downtime_the_last_digest_is_caught_up_and_no_older_one(now: str, day: int) -> None:
    plan = plan_due(due(last_day=FRIDAY - timedelta(days=1)), at(now))

    assert plan.period is not None
    assert (plan.period.day.day, plan.period.until) == (day, at(f"2026-11-{day} 19:00"))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", "2027-03-14", 23),
        ("America/New_York", "2027-11-07", 25),
        ("America/Sao_Paulo", "2018-11-04", 23),
        ("America/Sao_Paulo", "2026-11-27", 24),
    ],
)
def test_where_the_clock_changes_a_day_has_one_digest_of_all_its_hours(zone: str, day: str, hours: int) -> None:
    plan = plan_due(due(zone), at(f"{day} 19:00", zone))

    assert plan.period is not None
    assert plan.period.until - plan.period.since == hours * HOUR


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata"])
def test_however_often_the_schedule_fires_a_year_has_one_digest_a_day_without_a_gap(zone: str) -> None:
    now, last_day, periods = at("2026-12-31 20:00", zone), date(2026, 12, 31), []
    for _ in range(365 * 24 * 2):
        now += HOUR / 2
        if period := plan_due(due(zone, last_day), now).period:
            periods.append(period)
            last_day = period.day

    assert [period.day for period in periods] == [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert all(one.until == following.since for one, following in pairwise(periods))


def test_who_moves_to_another_time_zone_still_has_one_digest_a_day() -> None:
    had_in_tokyo = FRIDAY + timedelta(days=1)

    plans = [plan_due(due(last_day=had_in_tokyo), at(now)) for now in ("2026-11-27 19:00", "2026-11-28 19:00")]

    assert [(plan.period, plan.due_at) for plan in plans] == [(None, at("2026-11-29 19:00"))] * 2


def test_a_digest_at_once_is_that_of_today_and_covers_the_last_24_hours() -> None:
    now = at("2026-11-27 10:30")

    first, second = plan_now(due(), now), plan_now(due(last_day=FRIDAY), now)

    assert first.period == DigestPeriod(day=FRIDAY, since=now - 24 * HOUR, until=now)
    assert second.period is None
    assert first.due_at == second.due_at == at("2026-11-28 19:00")


def test_a_digest_says_how_many_look_ups_ended_how_and_lists_the_first_of_them() -> None:
    period = DigestPeriod(day=FRIDAY, since=at("2026-11-26 19:00"), until=at("2026-11-27 19:00"))
    summary = {
        DigestOutcome.SUCCEEDED: LookupCount(count=45, listed=[(CNPJ, "EMPRESA\r\nX")] * 20),
        DigestOutcome.FAILED: LookupCount(count=1, listed=[(CNPJ, "")]),
    }
    mail = digest_mail(Digest(recipient=MARIA, period=period, summary=summary))

    letter = TemplateLetterWriter().write(mail.kind, "pt", {**mail.facts, "name": "Maria"})

    assert (mail.event, letter.subject) == ("digest:2026-11-27", "Suas consultas de 27/11/2026: 46")
    assert letter.text.count("12.ABC.345/01DE-35 · EMPRESA X\n") == 20
    for told in ("consultas de 26/11/2026 19:00 a 27/11/2026 19:00", "Concluídas: 45", "e mais 25", "Sem resultado: 1"):
        assert told in letter.text
