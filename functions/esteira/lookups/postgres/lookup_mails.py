"""Writes the mails about look-ups in the transaction that keeps what they are about."""

from collections.abc import Callable, Sequence
from datetime import datetime

from esteira.core.postgres.sessions import Connection
from esteira.core.sealing import SecretSealer
from esteira.lookups.mails import NotifiedTask, Recipients, TaskOutcome, ended_mails, started_mails
from esteira.mail.mail import NewMail
from esteira.mail.postgres.in_transaction import add_mails, subscribed_recipients
from esteira.mail.seal_mails import seal_mails


class LookupMails:
    """Two statements for a batch, or none where nobody wants mails. What is kept a second time makes no second mail."""

    def __init__(self, sealer: SecretSealer) -> None:
        self._sealer = sealer

    def started(self, connection: Connection, tasks: Sequence[NotifiedTask], now: datetime) -> int:
        """Add the mails of tasks that have just started for the first time. Returns how many."""
        return self._add(connection, tasks, lambda recipients: started_mails(tasks, recipients), now)

    def ended(self, connection: Connection, outcomes: Sequence[TaskOutcome], now: datetime) -> int:
        """Add the mails of those tasks that have ended. Returns how many."""
        tasks = [outcome.task for outcome in outcomes]
        return self._add(connection, tasks, lambda recipients: ended_mails(outcomes, recipients), now)

    def _add(
        self,
        connection: Connection,
        tasks: Sequence[NotifiedTask],
        write: Callable[[Recipients], Sequence[NewMail]],
        now: datetime,
    ) -> int:
        owner_ids = {task.owner_id for task in tasks if task.notify}
        if not owner_ids:
            return 0
        mails = write(subscribed_recipients(connection, sorted(owner_ids)))
        return add_mails(connection, seal_mails(self._sealer, mails), now)
