"""The kinds of mails."""

from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is about."""

    CONFIRM_ACCOUNT = "confirm_account"
    ADDRESS_TAKEN = "address_taken"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a kind, no password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    SESSION_ENDED = "session_ended"
