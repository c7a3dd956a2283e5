"""A plausible company for any CNPJ: the same one each time, on every machine."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from infra.local.provider_server import names

T = TypeVar("T")

FIRST_DAY = date(1975, 1, 1)
DAYS = 18_000


@dataclass(frozen=True, kw_only=True)
class SamplePartner:
    """A partner with a masked CPF."""

    name: str
    document: str
    role_code: int
    role: str
    since: date


@dataclass(frozen=True, kw_only=True)
class SampleCompany:
    """What all shapes are made of. Codes and descriptions are pairs; `capital` is in reais."""

    cnpj: str
    name: str
    trade_name: str
    status: tuple[int, str]
    status_since: date
    opened_on: date
    nature: tuple[str, str]
    size: tuple[str, str]
    capital: int
    activities: tuple[tuple[str, str], ...]
    street: str
    number: str
    district: str
    city: tuple[str, str, str]
    postal_code: str
    phone: str
    email: str
    partners: tuple[SamplePartner, ...]


@dataclass(frozen=True)
class _Draw:
    """Picks by a digest of the CNPJ, so that no version of Python's random numbers matters."""

    cnpj: str

    def number(self, what: str, below: int) -> int:
        digest = hashlib.sha256(f"{self.cnpj} {what}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % below

    def pick(self, what: str, options: Sequence[T]) -> T:
        return options[self.number(what, len(options))]

    def day(self, what: str, *, after: date = FIRST_DAY) -> date:
        left = (FIRST_DAY - after).days + DAYS
        return after + timedelta(days=self.number(what, max(left, 1)))


def sample_company(cnpj: str) -> SampleCompany:
    """Return the company with this parsed CNPJ."""
    draw = _Draw(cnpj)
    words = f"{draw.pick('first', names.FIRST_WORDS)} {draw.pick('second', names.SECOND_WORDS)}"
    opened_on = draw.day("opened")
    return SampleCompany(
        cnpj=cnpj,
        name=f"{words} Ltda".upper(),
        trade_name=words,
        status=draw.pick("status", names.STATUSES),
        status_since=draw.day("status since", after=opened_on),
        opened_on=opened_on,
        nature=draw.pick("nature", names.NATURES),
        size=draw.pick("size", names.SIZES),
        capital=(draw.number("capital", 1_000) + 1) * 1_000,
        activities=_activities(draw),
        street=f"Rua {draw.pick('street', names.STREETS)}",
        number=str(draw.number("number", 2_000) + 1),
        district=draw.pick("district", names.DISTRICTS),
        city=draw.pick("city", names.CITIES),
        postal_code=f"{draw.number('postal code', 90_000_000) + 10_000_000}",
        phone=f"11{draw.number('phone', 90_000_000) + 20_000_000}",
        email=f"contato@{cnpj.lower()}.example",
        partners=tuple(_partner(draw, index, opened_on) for index in range(draw.number("partners", 3) + 1)),
    )


def _activities(draw: _Draw) -> tuple[tuple[str, str], ...]:
    """Return the main activity and up to three others."""
    start, count = draw.number("activity", len(names.ACTIVITIES)), draw.number("activities", 4) + 1
    return tuple(names.ACTIVITIES[(start + step) % len(names.ACTIVITIES)] for step in range(count))


def _partner(draw: _Draw, index: int, opened_on: date) -> SamplePartner:
    role_code, role = draw.pick(f"role {index}", names.ROLES)
    given, family = (draw.pick(f"{part} {index}", words) for part, words in _NAME_PARTS)
    return SamplePartner(
        name=f"{given} {family}".upper(),
        document=f"***{draw.number(f'document {index}', 900_000) + 100_000}**",
        role_code=role_code,
        role=role,
        since=draw.day(f"since {index}", after=opened_on),
    )


_NAME_PARTS = (("given", names.GIVEN_NAMES), ("family", names.FAMILY_NAMES))
