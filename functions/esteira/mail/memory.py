"""In-memory twins of the outbox, the address book and the service that sends."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from esteira.core.errors import MailRefused, MailsUnavailable
from esteira.mail.mail import (
    ClaimedMail,
    KeptMail,
    Letter,
    MailState,
    NewMail,
    Recipient,
    StoredMail,
    Subscription,
)

CLAIM_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class _Row:
    claim: ClaimedMail
    event: str
    state: MailState
    due_at: datetime
    sent_at: datetime | None = None
    error: str | None = None

    @property
    def is_forgotten(self) -> bool:
        return self.state in {MailState.SENT, MailState.FAILED} and self.claim.kind.holds_a_code

    @property
    def kept(self) -> KeptMail:
        return KeptMail(
            id=self.claim.id,
            kind=self.claim.kind,
            recipient_id=self.claim.recipient.id,
            email=self.claim.recipient.email,
            state=self.state,
            tries=self.claim.tries,
            created_at=self.claim.created_at,
            sent_at=self.sent_at,
            error=self.error,
        )


class MemoryOutbox:
    """The port `Outbox`."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}

    def add(self, mail: NewMail, sealed_facts: bytes, now: datetime) -> bool:
        """See `Outbox.add`."""
        if any((row.event, row.claim.recipient.id) == (mail.event, mail.recipient.id) for row in self._rows.values()):
            return False
        claim = ClaimedMail(
            id=str(uuid4()),
            kind=mail.kind,
            recipient=mail.recipient,
            sealed_facts=sealed_facts,
            created_at=now,
            tries=0,
        )
        self._rows[claim.id] = _Row(claim=claim, event=mail.event, state=MailState.PENDING, due_at=now)
        return True

    def claim(self, limit: int, now: datetime) -> Sequence[ClaimedMail]:
        """See `Outbox.claim`."""
        waiting = {MailState.PENDING, MailState.SENDING}
        due = [row for row in self._rows.values() if row.state in waiting and row.due_at <= now]
        chosen = sorted(due, key=lambda row: (row.claim.kind.can_be_unsubscribed, row.due_at, row.claim.id))[:limit]
        for row in chosen:
            claim = replace(row.claim, tries=row.claim.tries + 1)
            self._rows[claim.id] = replace(row, claim=claim, state=MailState.SENDING, due_at=now + CLAIM_LIFE)
        return [self._rows[row.claim.id].claim for row in chosen]

    def sent(self, mail: ClaimedMail, now: datetime) -> None:
        """See `Outbox.sent`."""
        self._change(mail, state=MailState.SENT, sent_at=now, error=None)

    def later(self, mail: ClaimedMail, at: datetime, error: str) -> None:
        """See `Outbox.later`."""
        self._change(mail, state=MailState.PENDING, due_at=at, error=error)

    def failed(self, mail: ClaimedMail, now: datetime, error: str) -> None:  # noqa: ARG002 - the port's
        """See `Outbox.failed`."""
        self._change(mail, state=MailState.FAILED, error=error)

    def page(
        self, recipient_id: str | None, before: str | None, limit: int, *, state: MailState | None = None
    ) -> Sequence[KeptMail]:
        """See `Outbox.page`."""
        kept = [row.kept for row in self._rows.values()]
        rows = sorted(kept, key=lambda mail: (mail.created_at, mail.id), reverse=True)
        own = [mail for mail in rows if recipient_id in {None, mail.recipient_id} and state in {None, mail.state}]
        if before is not None:
            last = self._rows[before].kept
            own = [mail for mail in own if (mail.created_at, mail.id) < (last.created_at, last.id)]
        return own[:limit]

    def find(self, mail_id: str) -> StoredMail | None:
        """See `Outbox.find`."""
        row = self._rows.get(mail_id)
        if row is None:
            return None
        facts = None if row.is_forgotten else row.claim.sealed_facts
        return StoredMail(kept=row.kept, recipient=row.claim.recipient, sealed_facts=facts)

    def stop(self, recipient_id: str) -> None:
        """Give up what waits for who has unsubscribed."""
        for key, row in self._rows.items():
            waits = row.state is MailState.PENDING and row.claim.kind.can_be_unsubscribed
            if waits and row.claim.recipient.id == recipient_id:
                self._rows[key] = replace(row, state=MailState.FAILED, error="The recipient has unsubscribed.")

    def _change(self, mail: ClaimedMail, **fields: object) -> None:
        row = self._rows[mail.id]
        if row.state is MailState.SENDING and row.claim.tries == mail.tries:
            self._rows[mail.id] = replace(row, **fields)  # type: ignore[arg-type]


class MemoryRecipientBook:
    """The port `RecipientBook`. Who unsubscribes gets nothing more from this outbox. `disabled` has ids."""

    def __init__(self, outbox: MemoryOutbox) -> None:
        self.disabled: set[str] = set()
        self._outbox = outbox
        self._subscriptions: dict[str, Subscription] = {}

    def keep(self, recipient: Recipient, *, disabled: bool = False) -> None:
        """See `RecipientBook.keep`."""
        known = self._subscriptions.get(recipient.id)
        subscribed = known.subscribed if known else True
        self._subscriptions[recipient.id] = Subscription(recipient=recipient, subscribed=subscribed)
        self.disabled = self.disabled | {recipient.id} if disabled else self.disabled - {recipient.id}

    def find(self, recipient_id: str) -> Subscription | None:
        """See `RecipientBook.find`."""
        return self._subscriptions.get(recipient_id)

    def subscribed(self) -> Sequence[Recipient]:
        """Return who gets mails about look-ups."""
        known = self._subscriptions.values()
        return [each.recipient for each in known if each.subscribed and each.recipient.id not in self.disabled]

    def subscribe(self, recipient_id: str) -> bool:
        """See `RecipientBook.subscribe`."""
        return self._set(recipient_id, subscribed=True)

    def unsubscribe(self, recipient_id: str, now: datetime) -> bool:  # noqa: ARG002 - the port's
        """See `RecipientBook.unsubscribe`."""
        self._outbox.stop(recipient_id)
        return self._set(recipient_id, subscribed=False)

    def _set(self, recipient_id: str, *, subscribed: bool) -> bool:
        known = self._subscriptions.get(recipient_id)
        if known is not None:
            self._subscriptions[recipient_id] = replace(known, subscribed=subscribed)
        return known is not None


@dataclass
class MemoryMailSender:
    """The port `MailSender`. `sent` has the mails; `fault` is raised instead of sending."""

    sent: list[tuple[ClaimedMail, Letter]] = field(default_factory=list)
    fault: MailsUnavailable | MailRefused | None = None

    def send(self, mail: ClaimedMail, letter: Letter) -> None:
        """See `MailSender.send`."""
        if self.fault is not None:
            raise self.fault
        self.sent.append((mail, letter))
