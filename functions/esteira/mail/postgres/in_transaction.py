"""Mails in a transaction of whoever makes them: what they are about and the mails are kept together, or neither."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from esteira.core.postgres.sessions import Connection
from esteira.core.postgres.statements import statement
from esteira.mail.mail import DigestRecipient, MovedDigest, Recipient, SealedMail


def subscribed_recipients(connection: Connection, recipient_ids: Sequence[str]) -> Mapping[str, Recipient]:
    """Return those of these recipients by id who get mails about look-ups: known, enabled and not unsubscribed."""
    rows = connection.execute(
        statement("mail/subscribed_recipients"), {"recipient_ids": sorted(set(recipient_ids))}
    ).fetchall()
    return {row[0]: recipient_of(row) for row in rows}


def add_mails(connection: Connection, mails: Sequence[SealedMail], now: datetime) -> int:
    """Add mails by one statement. Returns how many: a recipient has one mail of an event."""
    if not mails:
        return 0
    return connection.execute(statement("mail/add_mails"), {**_columns(mails), "now": now}).rowcount


def lock_digest_recipients(
    connection: Connection, due_until: datetime, after: str, limit: int
) -> Sequence[DigestRecipient]:
    """Return recipients by id, those after this one, whose digest is due; until the commit nobody else gets them."""
    parameters = {"due_until": due_until, "after": after, "limit": limit}
    rows = connection.execute(statement("mail/lock_digest_recipients"), parameters).fetchall()
    return [DigestRecipient(recipient=recipient_of(row), last_day=row[5]) for row in rows]


def move_digests(connection: Connection, moved: Sequence[MovedDigest]) -> None:
    """Keep of which days digests are mailed, and when the next ones are due."""
    days: list[date | None] = [each.day for each in moved]
    parameters = {
        "recipient_ids": [each.recipient_id for each in moved],
        "days": days,
        "due_ats": [each.due_at for each in moved],
    }
    connection.execute(statement("mail/move_digests"), parameters)


def recipient_of(row: tuple[Any, ...]) -> Recipient:
    """Return the recipient in the first five columns: id, address, name, language and time zone."""
    recipient_id, email, name, language, time_zone = row[:5]
    return Recipient(id=recipient_id, email=email, name=name, language=language, time_zone=time_zone)


def _columns(mails: Sequence[SealedMail]) -> Mapping[str, Sequence[str | bytes]]:
    return {
        "events": [each.mail.event for each in mails],
        "kinds": [each.mail.kind.value for each in mails],
        "recipient_ids": [each.mail.recipient.id for each in mails],
        "emails": [each.mail.recipient.email for each in mails],
        "names": [each.mail.recipient.name for each in mails],
        "languages": [each.mail.recipient.language for each in mails],
        "time_zones": [each.mail.recipient.time_zone for each in mails],
        "sealed_facts": [each.sealed_facts for each in mails],
    }
