"""T34 (f): kill -9 after SES has taken a mail, and in the middle of the digests: none is lost, and few come twice.

`KILLS` is the number of kills; each comes after some more mails.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.single_statements import SingleStatements
from esteira.core.sealing import FernetSealer
from esteira.mail.deliver_mails import add_mail
from esteira.mail.postgres.outbox import PostgresOutbox
from esteira.mail.postgres.recipient_book import PostgresRecipientBook
from pydantic import SecretStr

from tests.faults.figures import log_figures
from tests.fixtures.digests import OWNED, SEVEN, done, store_task
from tests.fixtures.mails import look_up_mail
from tests.harness.environment import aws_variables
from tests.harness.forked import run, start
from tests.harness.mail_schedules import deliver, make_digests
from tests.harness.ses_stub import SesStub, running_ses_stub

KILLS = int(os.environ.get("KILLS") or 2)
PEOPLE = 20
BETWEEN_KILLS = 7
CLAIM_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class MailRoom:
    """The outbox and the address book, a stub of SES, and the variables of the schedules."""

    outbox: PostgresOutbox
    book: PostgresRecipientBook
    ses: SesStub
    variables: dict[str, str]

    def killing(self, failpoint: str) -> dict[str, str]:
        return {**self.variables, "ESTEIRA_FAILPOINT": failpoint}


@pytest.fixture
def room(target_dsn: str) -> Iterator[MailRoom]:
    statements = SingleStatements(SecretStr(target_dsn), unavailable=TargetUnavailable)
    ses = SesStub()
    with running_ses_stub(ses) as endpoint:
        variables = {
            **aws_variables(endpoint),
            "ESTEIRA_TARGET_DSN": target_dsn,
            "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
            "ESTEIRA_PUBLIC_URL": "https://api.example.com",
        }
        yield MailRoom(
            outbox=PostgresOutbox(statements), book=PostgresRecipientBook(statements), ses=ses, variables=variables
        )
    statements.close()


def test_mails_of_killed_deliveries_arrive_and_one_a_kill_comes_twice(room: MailRoom) -> None:
    mails = BETWEEN_KILLS * (KILLS + 1)
    sealer = FernetSealer(SecretStr(room.variables["ESTEIRA_SECRETS_KEY"]))
    for number in range(mails):
        add_mail(room.outbox, sealer, look_up_mail(f"e{number}", replace(OWNED, id=f"user:{number}")), lambda: SEVEN)
    for _ in range(KILLS):
        killed = start(deliver, room.killing(f"mail.after_send:kill@{BETWEEN_KILLS}"), SEVEN)
        killed.join(timeout=60)
        assert killed.exitcode == -9

    run(deliver, room.variables, SEVEN + CLAIM_LIFE)

    times = Counter(mail.message_id for mail in room.ses.taken)
    twice = sum(count - 1 for count in times.values())
    log_figures(mails=mails, kills=KILLS, lost=mails - len(times), sent_twice=twice)
    assert len(times) == mails
    assert set(times.values()) <= {1, 2}
    assert twice <= KILLS


def test_no_mail_has_a_recipient_whom_nobody_named(room: MailRoom) -> None:
    hostile = replace(OWNED, name="Maria\r\nBcc: all@example.com\u2028To: all@example.com")
    sealer = FernetSealer(SecretStr(room.variables["ESTEIRA_SECRETS_KEY"]))
    add_mail(room.outbox, sealer, look_up_mail(recipient=hostile), lambda: SEVEN)

    run(deliver, room.variables, SEVEN)

    (mail,) = room.ses.taken
    assert mail.destinations == (OWNED.email,)
    assert b"List-Unsubscribe: <https://api.example.com/mails/unsubscribe?token=" in mail.raw
    assert not [line for line in mail.raw.splitlines() if line.lower().startswith((b"bcc", b"cc"))]


def test_digests_of_killed_and_simultaneous_schedules_are_one_a_person(room: MailRoom, target_dsn: str) -> None:
    for number in range(PEOPLE):
        room.book.keep(replace(OWNED, id=f"user:{number}"))
        store_task(target_dsn, done(1, owner_id=f"user:{number}"))
    for _ in range(KILLS):
        killed = start(make_digests, room.killing("digests.before_commit:kill"), SEVEN)
        killed.join(timeout=60)
        assert killed.exitcode == -9

    ticks = [start(make_digests, room.variables, SEVEN) for _ in range(4)]
    for tick in ticks:
        tick.join(timeout=60)

    mailed = Counter(mail.recipient_id for mail in room.outbox.page(None, None, 500))
    log_figures(people=PEOPLE, kills=KILLS, ticks=len(ticks), digests=mailed.total())
    assert mailed == Counter(f"user:{number}" for number in range(PEOPLE))
