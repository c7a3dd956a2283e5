"""Mails about look-ups are kept with what they are about: one for each event, also if it is kept again."""

from dataclasses import replace

import pytest
from esteira.core.postgres.database import Database
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.sealing import FernetSealer
from esteira.lookups.lookup_task import NewTask, TaskState, new_task
from esteira.lookups.mails import TaskOutcome
from esteira.lookups.postgres.lookup_mails import LookupMails
from esteira.lookups.ranking import AGEING
from esteira.mail.mail_kind import MailKind
from esteira.mail.postgres.outbox import PostgresOutbox
from esteira.mail.postgres.recipient_book import PostgresRecipientBook

from tests.fixtures.digests import OWNED, new_sealer
from tests.fixtures.lookups import NOON, STRANGER, lookup


@pytest.fixture
def sealer() -> FernetSealer:
    return new_sealer()


def task(**changes: str | bool) -> NewTask:
    return replace(new_task(lookup(), due_at=NOON, now=NOON, ageing=AGEING), **changes)  # type: ignore[arg-type]


def test_a_batch_that_is_kept_twice_makes_each_mail_once(
    target_database: Database, statements: SingleStatements, sealer: FernetSealer
) -> None:
    PostgresRecipientBook(statements).keep(OWNED)
    tasks = [task(), task(notify=False), task(owner_id=STRANGER)]
    outcomes = [TaskOutcome(task=each, state=TaskState.DEAD) for each in tasks]
    mails = LookupMails(sealer)

    for _ in range(2):
        with target_database.transaction() as connection:
            mails.started(connection, tasks, NOON)
            mails.ended(connection, outcomes, NOON)

    kept = PostgresOutbox(statements).page(None, None, 10)
    assert {mail.kind for mail in kept} == {MailKind.LOOKUP_STARTED, MailKind.LOOKUP_FAILED}
    assert [mail.recipient_id for mail in kept] == [OWNED.id] * 2


def test_who_has_unsubscribed_meanwhile_gets_no_mail_of_the_end(
    target_database: Database, statements: SingleStatements, sealer: FernetSealer
) -> None:
    book, mails, one = PostgresRecipientBook(statements), LookupMails(sealer), task()
    book.keep(OWNED)
    with target_database.transaction() as connection:
        started = mails.started(connection, [one], NOON)
    book.unsubscribe(OWNED.id, NOON)

    with target_database.transaction() as connection:
        ended = mails.ended(connection, [TaskOutcome(task=one, state=TaskState.NOT_FOUND)], NOON)

    assert (started, ended) == (1, 0)
