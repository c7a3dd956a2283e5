"""The kinds of mails."""

from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is about. Those about the account itself cannot be unsubscribed from."""

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
    def is_about_account(self) -> bool:
        """Whether it is about the account: always sent, also to an address that is not confirmed."""
        return self in ABOUT_ACCOUNT


ABOUT_ACCOUNT = frozenset(
    {
        MailKind.CONFIRM_ACCOUNT,
        MailKind.ADDRESS_TAKEN,
        MailKind.RESET_PASSWORD,
        MailKind.PASSWORD_CHANGED,
        MailKind.SESSION_ENDED,
    }
)
