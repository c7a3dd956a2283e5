"""What is known of a company, from whom, and of when. Partners are personal data: masked unless asked for by name."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, Field, SecretStr, SerializationInfo, field_serializer

from esteira.lookups.cnpj import Cnpj

REVEALED = {"personal": True}
"""The context of a serialization that is to hold personal data, for the store and for the owner of a look-up."""


class RegistrationStatus(StrEnum):
    """The state of a company in the register, in its own words."""

    NULL = "NULA"
    ACTIVE = "ATIVA"
    SUSPENDED = "SUSPENSA"
    UNFIT = "INAPTA"
    CLOSED = "BAIXADA"


class Record(BaseModel, frozen=True, extra="forbid"):
    """Base of the records of a company."""


class Activity(Record):
    """An economic activity by its CNAE code of seven digits."""

    code: str
    description: str


class Address(Record):
    """Where the establishment is. Parts that a provider does not know are empty."""

    street: str = ""
    number: str = ""
    complement: str = ""
    district: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""


class Partner(Record):
    """A partner or administrator (QSA). Providers mask a person's `document` themselves, such as `***123456**`."""

    name: SecretStr
    document: SecretStr | None = None
    role: str
    since: date | None = None

    @field_serializer("name", "document", when_used="json")
    def _masked(self, value: SecretStr | None, info: SerializationInfo) -> str | None:
        return _shown(value, info)


class Provenance(Record):
    """Who answered, when it was asked, and of when its data are, if it says so."""

    provider: str
    asked_at: datetime
    as_of: datetime | None = None


class Company(Record):
    """A company as one provider knows it. `raw` is the provider's whole answer; `capital` is in reais."""

    cnpj: Cnpj
    name: str
    trade_name: str = ""
    status: RegistrationStatus
    status_since: date | None = None
    opened_on: date | None = None
    legal_nature: str = ""
    size: str = ""
    capital: Decimal | None = None
    main_activity: Activity | None = None
    other_activities: tuple[Activity, ...] = ()
    address: Address = Address()
    phones: tuple[str, ...] = Field(default=(), repr=False)
    email: str = Field(default="", repr=False)
    qsa: tuple[Partner, ...] = ()
    provenance: Provenance
    raw: SecretStr

    @field_serializer("raw", when_used="json")
    def _masked(self, value: SecretStr, info: SerializationInfo) -> str | None:
        return _shown(value, info)


def _shown(value: SecretStr | None, info: SerializationInfo) -> str | None:
    if value is None:
        return None
    return value.get_secret_value() if info.context == REVEALED else str(value)
