"""The mails of accounts, put into the outbox."""

from collections.abc import Mapping

from esteira.accounts.account import Account, principal_id
from esteira.core.clock import Clock
from esteira.core.sealing import SecretSealer
from esteira.mail.deliver_mails import add_mail
from esteira.mail.mail import NewMail, Recipient
from esteira.mail.mail_kind import MailKind
from esteira.mail.ports import Outbox, RecipientBook


class OutboxMails:
    """The port `AccountMails`."""

    def __init__(self, outbox: Outbox, recipient_book: RecipientBook, sealer: SecretSealer, clock: Clock) -> None:
        self._outbox = outbox
        self._recipient_book = recipient_book
        self._sealer = sealer
        self._clock = clock

    def send(self, kind: MailKind, account: Account, facts: Mapping[str, str], event: str) -> None:
        """See `AccountMails.send`."""
        mail = NewMail(event=event, kind=kind, recipient=_recipient(account), facts=facts)
        add_mail(self._outbox, self._sealer, mail, self._clock)

    def keep_recipient(self, account: Account) -> None:
        """See `AccountMails.keep_recipient`."""
        self._recipient_book.keep(_recipient(account), disabled=account.disabled)

    def wants_lookup_mails(self, account: Account) -> bool:
        """See `AccountMails.wants_lookup_mails`."""
        found = self._recipient_book.find(principal_id(account.id))
        return found is None or found.subscribed

    def want_lookup_mails(self, account: Account, *, wanted: bool) -> None:
        """See `AccountMails.want_lookup_mails`."""
        recipient_id = principal_id(account.id)
        if wanted:
            self._recipient_book.subscribe(recipient_id)
        else:
            self._recipient_book.unsubscribe(recipient_id, self._clock())


def _recipient(account: Account) -> Recipient:
    return Recipient(
        id=principal_id(account.id),
        email=account.email,
        name=account.name,
        language=account.language.value,
        time_zone=account.time_zone,
    )
