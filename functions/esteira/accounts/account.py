"""A person's account. Its id never changes; its e-mail address is unique without regard to case."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from esteira.core.names import ON_ONE_LINE, one_of
from esteira.core.principal import Principal, Role


class Language(StrEnum):
    """The language of mails."""

    PORTUGUESE = "pt"
    ENGLISH = "en"


LanguageCode = Annotated[Language, BeforeValidator(one_of(Language))]
"""A language or its code."""


def checked_address(text: str) -> str:
    """Return the address with its domain as DNS spells it. Only its form is checked; DNS is not asked.

    Raises `ValueError`, which says what is wrong.
    """
    try:
        checked = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValueError(f"is not an e-mail address: {error}") from None
    # Headers of mails are ASCII: a domain in another script would arrive as another one.
    return checked.ascii_email or checked.normalized


EmailAddress = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(checked_address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]


def address_key(address: str) -> str:
    """Return what two spellings of one address have in common: case does not count, before the @ neither."""
    return address.casefold()


PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ON_ONE_LINE)]


USER = "user:"
"""What the ids of principals begin with that have an account."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account. `email_key` is the address by which it is found; `password_hash` is argon2's encoded form.

    `version` counts the changes. An account that is not confirmed or is disabled cannot sign in.
    """

    id: str
    email: str
    email_key: str
    name: str
    language: Language
    time_zone: str
    password_hash: str = field(repr=False)
    created_at: datetime
    role: Role = Role.VIEWER
    confirmed: bool = False
    disabled: bool = False
    version: int = 1

    @property
    def may_sign_in(self) -> bool:
        """Whether its owner may have sessions."""
        return self.confirmed and not self.disabled

    def principal(self, session: str) -> Principal:
        """Return the account's owner, signed in with this session."""
        return Principal(id=principal_id(self.id), kind="user", role=self.role, name=self.name, session=session)


def principal_id(account_id: str) -> str:
    """Return the id under which the owner of an account owns other things."""
    return f"{USER}{account_id}"


def own_account_id(principal: Principal) -> str:
    """Return the id of a user's account; of a machine the empty text, which is no account's id."""
    return principal.id.removeprefix(USER) if principal.kind == "user" else ""
