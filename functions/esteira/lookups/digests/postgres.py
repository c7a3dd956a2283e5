"""What digests are made of: the tables `lookup_tasks`, `mail_recipients` and `mails`, in one transaction a page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from esteira.core.failpoints import passing
from esteira.core.postgres.database import Database
from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.lookups.digests.digest import (
    MOST_LISTED,
    Digest,
    DigestOutcome,
    DigestPeriod,
    DigestPlan,
    LookupCount,
    Plan,
    Summary,
)
from esteira.lookups.digests.ports import DigestPage, DigestQuestion, Keep
from esteira.mail.mail import DigestRecipient, MovedDigest
from esteira.mail.postgres.in_transaction import add_mails, lock_digest_recipients, move_digests

Planned = Sequence[tuple[DigestRecipient, DigestPlan]]


class PostgresDigestStore:
    """The port `DigestStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(self, question: DigestQuestion, plan: Plan, keep: Keep | None) -> DigestPage:
        """See `DigestStore.decide`."""
        with self._database.transaction() as connection:
            due = lock_digest_recipients(connection, question.due_until, question.after, question.limit)
            planned = [(each, plan(each, question.now)) for each in due]
            digests = _digests(connection, planned)
            if keep is not None and planned:
                add_mails(connection, keep(digests), question.now)
                passing("digests.before_commit")
                move_digests(connection, _moved(planned, digests))
        return DigestPage(digests=digests, last=due[-1].recipient.id if len(due) == question.limit else None)


def _digests(connection: Connection, planned: Planned) -> Sequence[Digest]:
    periods = {each.recipient.id: (each.recipient, plan.period) for each, plan in planned if plan.period}
    summaries = _summaries(connection, {key: period for key, (_, period) in periods.items()})
    return [
        Digest(recipient=recipient, period=period, summary=summaries[key])
        for key, (recipient, period) in periods.items()
        if key in summaries
    ]


def _summaries(connection: Connection, periods: Mapping[str, DigestPeriod]) -> Mapping[str, Summary]:
    parameters = {
        "owner_ids": list(periods),
        "sinces": [period.since for period in periods.values()],
        "untils": [period.until for period in periods.values()],
        "listed": MOST_LISTED,
    }
    summaries: dict[str, dict[DigestOutcome, LookupCount]] = defaultdict(dict)
    for owner_id, outcome, count, cnpjs, names in connection.execute(
        statement("lookups/summarize_lookups"), parameters
    ):
        listed = list(zip(cnpjs, names, strict=True))
        summaries[owner_id][DigestOutcome(outcome)] = LookupCount(count=count, listed=listed)
    return dict(summaries)


def _moved(planned: Planned, digests: Sequence[Digest]) -> Sequence[MovedDigest]:
    days = {digest.recipient.id: digest.period.day for digest in digests}
    return [
        MovedDigest(recipient_id=each.recipient.id, day=days.get(each.recipient.id), due_at=plan.due_at)
        for each, plan in planned
    ]
