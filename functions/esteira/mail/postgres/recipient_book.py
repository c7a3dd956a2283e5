"""The table `mail_recipients`."""

from dataclasses import asdict
from datetime import datetime

from esteira.core.postgres.single_statements import SingleStatements
from esteira.mail.mail import Recipient, Subscription
from esteira.mail.mail_kind import UNSUBSCRIBABLE
from esteira.mail.postgres.in_transaction import recipient_of


class PostgresRecipientBook:
    """The port `RecipientBook`."""

    def __init__(self, database: SingleStatements) -> None:
        self._database = database

    def keep(self, recipient: Recipient, *, disabled: bool = False) -> None:
        """See `RecipientBook.keep`."""
        self._database.ask("mail/keep_recipient", {**asdict(recipient), "disabled": disabled})

    def find(self, recipient_id: str) -> Subscription | None:
        """See `RecipientBook.find`."""
        rows = self._database.ask("mail/find_recipient", {"recipient_id": recipient_id})
        return Subscription(recipient=recipient_of(rows[0]), subscribed=rows[0][5]) if rows else None

    def subscribe(self, recipient_id: str) -> bool:
        """See `RecipientBook.subscribe`."""
        return bool(self._database.ask("mail/subscribe", {"recipient_id": recipient_id}))

    def unsubscribe(self, recipient_id: str, now: datetime) -> bool:
        """See `RecipientBook.unsubscribe`."""
        kinds = [kind.value for kind in UNSUBSCRIBABLE]
        return bool(self._database.ask("mail/unsubscribe", {"recipient_id": recipient_id, "now": now, "kinds": kinds}))
