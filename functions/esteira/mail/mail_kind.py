"""The kinds of mails."""

from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is about."""

    CONFIRM_ACCOUNT = "confirm_account"
    ADDRESS_TAKEN = "address_taken"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a kind, no password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    SESSION_ENDED = "session_ended"
    LOOKUP_STARTED = "lookup_started"
    LOOKUP_SUCCEEDED = "lookup_succeeded"
    LOOKUP_FAILED = "lookup_failed"
    DIGEST = "digest"

    @property
    def holds_a_code(self) -> bool:
        """Whether the text lets its reader into an account: shown to nobody, and forgotten once it is sent."""
        return self in {MailKind.CONFIRM_ACCOUNT, MailKind.RESET_PASSWORD}

    @property
    def can_be_unsubscribed(self) -> bool:
        """Whether its recipient may want no more of these: all that is not about the account."""
        return self in UNSUBSCRIBABLE


UNSUBSCRIBABLE = frozenset(
    {MailKind.LOOKUP_STARTED, MailKind.LOOKUP_SUCCEEDED, MailKind.LOOKUP_FAILED, MailKind.DIGEST}
)
