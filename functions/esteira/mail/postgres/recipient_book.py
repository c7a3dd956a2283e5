"""The table `mail_recipients`."""

from dataclasses import asdict

from esteira.core.postgres.single_statements import SingleStatements
from esteira.mail.mail import Recipient


class PostgresRecipientBook:
    """The port `RecipientBook`."""

    def __init__(self, database: SingleStatements) -> None:
        self._database = database

    def keep(self, recipient: Recipient) -> None:
        """See `RecipientBook.keep`."""
        self._database.ask("mail/keep_recipient", asdict(recipient))
