"""Contract of the digests: one a person and day, over twins and over Postgres."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from esteira.core.postgres.database import Database
from esteira.core.postgres.single_statements import SingleStatements
from esteira.lookups.digests.digest import DigestOutcome, LookupCount
from esteira.lookups.digests.mail_digests import mail_digests, show_digests
from esteira.lookups.lookup_task import TaskState
from esteira.mail.mail_kind import MailKind

from tests.fixtures.digests import OWNED, SEVEN, Post, done, post_in_memory, post_in_postgres
from tests.fixtures.lookups import CNPJ, OWNER, STRANGER

HOUR = timedelta(hours=1)
MINUTE_SECONDS = 60
HOUR_SECONDS = 3600


@pytest.fixture
def in_postgres(target_database: Database, statements: SingleStatements, target_dsn: str) -> Post:
    return post_in_postgres(target_database, statements, target_dsn)


@pytest.fixture(params=["memory", "postgres"])
def post(request: pytest.FixtureRequest) -> Post:
    post: Post = post_in_memory() if request.param == "memory" else request.getfixturevalue("in_postgres")
    post.book.keep(OWNED)
    return post


def test_a_day_with_look_ups_has_one_digest_however_often_the_schedule_fires(post: Post) -> None:
    post.run(done(1))

    made = [post.tick() for _ in range(5)]

    assert made == [1, 0, 0, 0, 0]
    (mail,) = post.outbox.page(OWNER, None, 10)
    assert (mail.kind, mail.email) == (MailKind.DIGEST, OWNED.email)


def test_before_seven_there_is_none(post: Post) -> None:
    post.tick()
    post.run(done(-20))
    post.clock.forward(23 * HOUR_SECONDS + 59 * MINUTE_SECONDS)
    early = post.tick()

    post.clock.forward(MINUTE_SECONDS)

    assert (early, post.tick()) == (0, 1)


def test_who_has_no_look_ups_gets_none(post: Post) -> None:
    post.run(done(1, owner_id=STRANGER))
    post.run(done(24.01))

    assert (post.tick(), post.mailed()) == (0, [])


def test_look_ups_are_counted_by_how_they_stood_at_seven(post: Post) -> None:
    post.run(done(24, cnpj="19131243000197"))
    post.run(done(23.9))
    post.run(done(0))
    post.run(done(2, state=TaskState.NOT_FOUND, company_name=""))
    post.run(done(2, state=TaskState.DEAD, finished_at=None, company_name=""))
    post.run(done(3, state=TaskState.RETRYING, finished_at=None, company_name=""))
    post.run(done(1, finished_at=SEVEN + HOUR))
    post.clock.forward(2 * HOUR_SECONDS)

    (digest,) = mail_digests(post.deps)

    assert digest.summary == {
        DigestOutcome.SUCCEEDED: LookupCount(count=2, listed=[(CNPJ, "EMPRESA")] * 2),
        DigestOutcome.NOT_FOUND: LookupCount(count=1, listed=[(CNPJ, "")]),
        DigestOutcome.FAILED: LookupCount(count=1, listed=[(CNPJ, "")]),
        DigestOutcome.OPEN: LookupCount(count=2, listed=[(CNPJ, "")] * 2),
    }


def test_of_many_look_ups_the_first_twenty_are_listed(post: Post) -> None:
    for _ in range(25):
        post.run(done(1))

    (digest,) = mail_digests(post.deps)

    counted = digest.summary[DigestOutcome.SUCCEEDED]
    assert (counted.count, len(counted.listed)) == (25, 20)


def test_after_three_hours_of_downtime_there_is_one_and_after_days_only_the_last(post: Post) -> None:
    post.tick()
    for day in range(1, 5):
        post.run(done(1, SEVEN + timedelta(days=day)))
    post.clock.forward(27 * HOUR_SECONDS)
    after_hours = [post.tick() for _ in range(3)]
    post.clock.forward(72 * HOUR_SECONDS)

    after_days = [post.tick() for _ in range(3)]

    assert (after_hours, after_days) == ([1, 0, 0], [1, 0, 0])


def test_each_person_has_it_at_seven_of_their_own_clock(post: Post) -> None:
    tokyo = replace(OWNED, id=STRANGER, time_zone="Asia/Tokyo")
    post.book.keep(tokyo)
    post.tick()
    post.run(done(-20))
    post.run(done(-10, owner_id=STRANGER))
    made = []
    for _ in range(24):
        post.clock.forward(HOUR_SECONDS)
        made.append(post.tick())

    assert [hour for hour, count in enumerate(made, start=1) if count] == [12, 24]


def test_who_has_unsubscribed_or_is_disabled_gets_none(post: Post) -> None:
    post.book.keep(replace(OWNED, id=STRANGER), disabled=True)
    post.book.unsubscribe(OWNER, SEVEN)
    post.run(done(1))
    post.run(done(1, owner_id=STRANGER))

    assert (post.tick(), post.mailed()) == (0, [])


def test_who_moves_east_before_seven_has_it_at_seven_there(post: Post) -> None:
    post.clock.forward(-8 * HOUR_SECONDS)
    post.tick()
    post.run(done(9))

    post.book.keep(replace(OWNED, time_zone="Europe/Lisbon"))
    post.clock.forward(5 * HOUR_SECONDS)

    assert post.tick() == 1


def test_a_dry_run_shows_the_same_and_changes_nothing(post: Post) -> None:
    post.run(done(1))

    shown = show_digests(post.deps)

    assert post.mailed() == []
    assert shown == mail_digests(post.deps)


def test_a_digest_at_once_is_the_one_of_its_day(post: Post) -> None:
    post.run(done(10))
    post.clock.forward(-3 * HOUR_SECONDS)

    made = [len(mail_digests(post.deps, at_once=True)) for _ in range(2)]
    post.clock.forward(3 * HOUR_SECONDS)

    assert (made, post.tick(), post.mailed()) == ([1, 0], 0, [OWNER])


def test_whose_day_had_no_look_ups_at_seven_may_still_have_a_digest_at_once(post: Post) -> None:
    at_seven = post.tick()
    post.run(done(-1))
    post.clock.forward(2 * HOUR_SECONDS)

    made = [len(mail_digests(post.deps, at_once=True)) for _ in range(2)]

    assert (at_seven, made, post.tick()) == (0, [1, 0], 0)


def test_more_people_than_a_page_all_have_theirs(post: Post) -> None:
    for number in range(250):
        owner = f"user:{number:04}"
        post.book.keep(replace(OWNED, id=owner))
    for number in (0, 199, 200, 249):
        post.run(done(1, owner_id=f"user:{number:04}"))

    assert post.tick() == 4
    assert sorted(post.mailed()) == ["user:0000", "user:0199", "user:0200", "user:0249"]


def test_schedules_that_fire_at_once_make_one_digest_a_person(in_postgres: Post) -> None:
    for number in range(50):
        in_postgres.book.keep(replace(OWNED, id=f"user:{number}"))
        in_postgres.run(done(1, owner_id=f"user:{number}"))

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: in_postgres.tick(), range(8)))

    assert sum(made) == len(in_postgres.mailed()) == len(set(in_postgres.mailed())) == 50
