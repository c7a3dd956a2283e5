"""The in-memory twin of what digests are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from esteira.lookups.digests.digest import (
    MOST_LISTED,
    Digest,
    DigestOutcome,
    DigestPeriod,
    LookupCount,
    Plan,
    Summary,
)
from esteira.lookups.digests.ports import DigestPage, DigestQuestion, Keep
from esteira.lookups.lookup_task import TaskState
from esteira.mail.mail import DigestRecipient, Recipient
from esteira.mail.memory import MemoryOutbox, MemoryRecipientBook

NEVER = datetime.min.replace(tzinfo=UTC)

ENDS = {
    TaskState.SUCCEEDED: DigestOutcome.SUCCEEDED,
    TaskState.NOT_FOUND: DigestOutcome.NOT_FOUND,
    TaskState.DEAD: DigestOutcome.FAILED,
}


@dataclass(frozen=True, kw_only=True)
class RunLookup:
    """A task, as far as a digest shows it."""

    owner_id: str
    cnpj: str
    state: TaskState
    queued_at: datetime
    finished_at: datetime | None = None
    company_name: str = ""


@dataclass
class MemoryDigestStore:
    """The port `DigestStore`, over the twins of the address book and the outbox. `tasks` has the look-ups."""

    recipient_book: MemoryRecipientBook
    outbox: MemoryOutbox
    tasks: list[RunLookup] = field(default_factory=list)
    _days: dict[str, date] = field(default_factory=dict)
    _due: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def decide(self, question: DigestQuestion, plan: Plan, keep: Keep | None) -> DigestPage:
        """See `DigestStore.decide`."""
        due = self._due_recipients(question)
        plans = [(each, plan(self._known(each), question.now)) for each in due]
        digests = [digest for each, planned in plans if (digest := self._digest(each, planned.period))]
        if keep is not None:
            for sealed in keep(digests):
                self.outbox.add(sealed.mail, sealed.sealed_facts, question.now)
            self._due |= {_key(each): planned.due_at for each, planned in plans}
            self._days |= {digest.recipient.id: digest.period.day for digest in digests}
        return DigestPage(digests=digests, last=due[-1].id if len(due) == question.limit else None)

    def _due_recipients(self, question: DigestQuestion) -> Sequence[Recipient]:
        following = [each for each in self.recipient_book.subscribed() if each.id > question.after]
        due = [each for each in following if self._due.get(_key(each), NEVER) <= question.due_until]
        return sorted(due, key=lambda recipient: recipient.id)[: question.limit]

    def _known(self, recipient: Recipient) -> DigestRecipient:
        return DigestRecipient(recipient=recipient, last_day=self._days.get(recipient.id))

    def _digest(self, recipient: Recipient, period: DigestPeriod | None) -> Digest | None:
        summary = _summary([task for task in self.tasks if task.owner_id == recipient.id], period) if period else {}
        return Digest(recipient=recipient, period=period, summary=summary) if period and summary else None


def _key(recipient: Recipient) -> tuple[str, str]:
    # In another time zone a recipient is due anew.
    return recipient.id, recipient.time_zone


def _summary(tasks: Sequence[RunLookup], period: DigestPeriod) -> Summary:
    stood = [(_outcome(task, period), task) for task in sorted(tasks, key=lambda task: task.cnpj)]
    found = {outcome: [task for at, task in stood if at is outcome] for outcome in DigestOutcome}
    return {
        outcome: LookupCount(
            count=len(tasks), listed=[(task.cnpj, _name(task, outcome)) for task in tasks[:MOST_LISTED]]
        )
        for outcome, tasks in found.items()
        if tasks
    }


def _name(task: RunLookup, outcome: DigestOutcome) -> str:
    return "" if outcome is DigestOutcome.OPEN else task.company_name


def _outcome(task: RunLookup, period: DigestPeriod) -> DigestOutcome | None:
    ended_at = (task.finished_at or task.queued_at) if task.state in ENDS else None
    if ended_at and period.since < ended_at <= period.until:
        return ENDS[task.state]
    is_open = ended_at is None or ended_at > period.until
    return DigestOutcome.OPEN if is_open and period.since < task.queued_at <= period.until else None
