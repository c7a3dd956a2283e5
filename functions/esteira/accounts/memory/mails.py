"""The mails of accounts, kept instead of sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esteira.accounts.account import Account
from esteira.mail.mail_kind import MailKind


@dataclass(frozen=True, kw_only=True)
class SentMail:
    """A mail that was handed over."""

    kind: MailKind
    to: str
    facts: Mapping[str, str]


@dataclass
class MemoryAccountMails:
    """The port `AccountMails`. `sent` has the mails in their order, `recipients` the address book by account id.

    `unsubscribed` has the ids of accounts.
    """

    sent: list[SentMail] = field(default_factory=list)
    recipients: dict[str, Account] = field(default_factory=dict)
    unsubscribed: set[str] = field(default_factory=set)
    _events: set[str] = field(default_factory=set)

    def send(self, kind: MailKind, account: Account, facts: Mapping[str, str], event: str) -> None:
        """See `AccountMails.send`."""
        if event not in self._events:
            self._events.add(event)
            self.sent.append(SentMail(kind=kind, to=account.email, facts=facts))

    def keep_recipient(self, account: Account) -> None:
        """See `AccountMails.keep_recipient`."""
        self.recipients[account.id] = account

    def wants_lookup_mails(self, account: Account) -> bool:
        """See `AccountMails.wants_lookup_mails`."""
        return account.id not in self.unsubscribed

    def want_lookup_mails(self, account: Account, *, wanted: bool) -> None:
        """See `AccountMails.want_lookup_mails`."""
        self.unsubscribed = self.unsubscribed - {account.id} if wanted else self.unsubscribed | {account.id}
