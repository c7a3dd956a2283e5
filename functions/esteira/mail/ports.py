"""The ports of mails."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from esteira.mail.mail import ClaimedMail, KeptMail, Letter, MailState, NewMail, Recipient, StoredMail, Subscription


class Outbox(Protocol):
    """The mails. Every method raises `TargetUnavailable`."""

    def add(self, mail: NewMail, sealed_facts: bytes, now: datetime) -> bool:
        """Add a mail. Returns False, and changes nothing, if its recipient has one of this event."""
        ...

    def claim(self, limit: int, now: datetime) -> Sequence[ClaimedMail]:
        """Return the oldest mails that are due, those about accounts before all others.

        Nobody else gets them, unless nothing is heard for ten minutes.
        """
        ...

    def sent(self, mail: ClaimedMail, now: datetime) -> None:
        """Keep that a mail was sent, and forget its facts if they hold a code."""
        ...

    def later(self, mail: ClaimedMail, at: datetime, error: str) -> None:
        """Keep that a mail is to be tried again."""
        ...

    def failed(self, mail: ClaimedMail, now: datetime, error: str) -> None:
        """Keep that a mail is not sent, and forget its facts if they hold a code."""
        ...

    def page(
        self, recipient_id: str | None, before: str | None, limit: int, *, state: MailState | None = None
    ) -> Sequence[KeptMail]:
        """Return mails, the newest first: of one recipient or of all, in a state or in any, before this one."""
        ...

    def find(self, mail_id: str) -> StoredMail | None:
        """Return one mail."""
        ...


class RecipientBook(Protocol):
    """Who may get mails about their own things. Every method raises `TargetUnavailable`."""

    def keep(self, recipient: Recipient, *, disabled: bool = False) -> None:
        """Add a recipient, or change what is known of one. One who is disabled gets no mails about look-ups."""
        ...

    def find(self, recipient_id: str) -> Subscription | None:
        """Return a recipient."""
        ...

    def subscribe(self, recipient_id: str) -> bool:
        """Let a recipient have mails about look-ups again. Returns whether there is one."""
        ...

    def unsubscribe(self, recipient_id: str, now: datetime) -> bool:
        """Send a recipient no more mails about look-ups, also none that wait. Returns whether there is one."""
        ...


class DeliveryRequest(Protocol):
    """Asks for a delivery soon."""

    def __call__(self) -> None:
        """Ask, without waiting for it and without an error: what is not asked for is delivered by the schedule."""
        ...


class LetterWriter(Protocol):
    """Writes the text of a mail in its recipient's language."""

    def write(self, kind: str, language: str, facts: dict[str, str]) -> Letter:
        """Return the text. Raises `LookupError` for a fact that is missing."""
        ...


class MailSender(Protocol):
    """Sends a mail."""

    def send(self, mail: ClaimedMail, letter: Letter) -> None:
        """Send it. Raises `MailsUnavailable` if a later try can help, and `MailRefused` otherwise."""
        ...
