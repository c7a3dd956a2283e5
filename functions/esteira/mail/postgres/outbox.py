"""The table `mails`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from esteira.core.postgres.single_statements import SingleStatements
from esteira.mail.mail import ClaimedMail, KeptMail, MailState, NewMail, Recipient, StoredMail
from esteira.mail.mail_kind import MailKind
from esteira.mail.postgres.in_transaction import recipient_of


class PostgresOutbox:
    """The port `Outbox`."""

    def __init__(self, database: SingleStatements) -> None:
        self._database = database

    def add(self, mail: NewMail, sealed_facts: bytes, now: datetime) -> bool:
        """See `Outbox.add`."""
        recipient = mail.recipient
        row = {
            "event": mail.event,
            "kind": mail.kind.value,
            "recipient_id": recipient.id,
            "email": recipient.email,
            "name": recipient.name,
            "language": recipient.language,
            "time_zone": recipient.time_zone,
            "sealed_facts": sealed_facts,
            "now": now,
        }
        return bool(self._database.ask("mail/add_mail", row))

    def claim(self, limit: int, now: datetime) -> Sequence[ClaimedMail]:
        """See `Outbox.claim`."""
        rows = self._database.ask("mail/claim_mails", {"limit": limit, "now": now})
        return sorted(
            (_claimed(row) for row in rows), key=lambda mail: (mail.kind.can_be_unsubscribed, mail.created_at)
        )

    def sent(self, mail: ClaimedMail, now: datetime) -> None:
        """See `Outbox.sent`."""
        self._finish(mail, {"state": MailState.SENT.value, "sent_at": now, "error": None})

    def later(self, mail: ClaimedMail, at: datetime, error: str) -> None:
        """See `Outbox.later`."""
        self._database.ask("mail/put_off_mail", {"id": mail.id, "tries": mail.tries, "at": at, "error": error[:500]})

    def failed(self, mail: ClaimedMail, now: datetime, error: str) -> None:  # noqa: ARG002 - the port's
        """See `Outbox.failed`."""
        self._finish(mail, {"state": MailState.FAILED.value, "sent_at": None, "error": error[:500]})

    def page(
        self, recipient_id: str | None, before: str | None, limit: int, *, state: MailState | None = None
    ) -> Sequence[KeptMail]:
        """See `Outbox.page`."""
        parameters = {"recipient_id": recipient_id, "state": state, "before": before, "limit": limit}
        return [_kept(row) for row in self._database.ask("mail/list_mails", parameters)]

    def find(self, mail_id: str) -> StoredMail | None:
        """See `Outbox.find`."""
        return next((_stored(row) for row in self._database.ask("mail/find_mail", {"id": mail_id})), None)

    def _finish(self, mail: ClaimedMail, fields: Mapping[str, Any]) -> None:
        forget = mail.kind.holds_a_code
        self._database.ask("mail/finish_mail", {"id": mail.id, "tries": mail.tries, "forget": forget, **fields})


def _claimed(row: tuple[Any, ...]) -> ClaimedMail:
    mail_id, kind, *_, sealed_facts, created_at, tries = row
    return ClaimedMail(
        id=str(mail_id),
        kind=MailKind(kind),
        recipient=recipient_of(row[2:]),
        sealed_facts=sealed_facts,
        created_at=created_at,
        tries=tries,
    )


def _kept(row: tuple[Any, ...]) -> KeptMail:
    mail_id, kind, recipient_id, email, state, tries, created_at, sent_at, error = row
    return KeptMail(
        id=str(mail_id),
        kind=MailKind(kind),
        recipient_id=recipient_id,
        email=email,
        state=MailState(state),
        tries=tries,
        created_at=created_at,
        sent_at=sent_at,
        error=error,
    )


def _stored(row: tuple[Any, ...]) -> StoredMail:
    kept, (name, language, time_zone, sealed_facts) = _kept(row[:9]), row[9:]
    recipient = Recipient(id=kept.recipient_id, email=kept.email, name=name, language=language, time_zone=time_zone)
    return StoredMail(kept=kept, recipient=recipient, sealed_facts=sealed_facts)
