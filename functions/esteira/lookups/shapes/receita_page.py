"""The page "Comprovante de Inscrição e de Situação Cadastral" of the Receita Federal, as labelled fields.

Each field is a label and below it its text. Partners are on the page as pairs of a name and a role. Fields that a
company does not have hold asterisks. "Emitido no dia … às …" says of when the data are, in the time of Brasília.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pydantic import Field, SecretStr, ValidationError

from esteira.core.decoding import faults_in
from esteira.lookups.cnpj import Cnpj
from esteira.lookups.company import Activity, Address, Company, Partner, Provenance
from esteira.lookups.shapes.page_fields import PageField
from esteira.lookups.shapes.types import FilledText, Shape, Status, Text, activity_code
from esteira.lookups.shapes.unreadable import UnreadableAnswer

BRASILIA = timezone(timedelta(hours=-3))
"""Without summer time, which Brazil ended in 2019."""

PARTNER, ROLE = "NOME/NOME EMPRESARIAL", "QUALIFICACAO"
OTHER_ACTIVITIES = "CODIGO E DESCRICAO DAS ATIVIDADES ECONOMICAS SECUNDARIAS"
ISSUED = "EMITIDO NO DIA"

_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_TIME = re.compile(r"([0-9]{2}/[0-9]{2}/[0-9]{4}) .*?([0-9]{2}):([0-9]{2}):([0-9]{2})")
_ACTIVITY = re.compile(r"([0-9]{2}\.?[0-9]{2}-[0-9]-[0-9]{2}) - (.+)")
_ABSENT = re.compile(r"\**")
_CODE = re.compile(r"[0-9]{3}-[0-9] - |[0-9]{2}-(?=\D)")
"""The code before the text of a legal nature or a role."""


class _Page(Shape):
    cnpj: Cnpj = Field(alias="NUMERO DE INSCRICAO")
    name: FilledText = Field(alias="NOME EMPRESARIAL")
    status: Status = Field(alias="SITUACAO CADASTRAL")
    trade_name: Text = Field(default="", alias="TITULO DO ESTABELECIMENTO (NOME DE FANTASIA)")
    status_since: Text = Field(default="", alias="DATA DA SITUACAO CADASTRAL")
    opened_on: Text = Field(default="", alias="DATA DE ABERTURA")
    legal_nature: Text = Field(default="", alias="CODIGO E DESCRICAO DA NATUREZA JURIDICA")
    size: Text = Field(default="", alias="PORTE")
    activity: Text = Field(default="", alias="CODIGO E DESCRICAO DA ATIVIDADE ECONOMICA PRINCIPAL")
    street: Text = Field(default="", alias="LOGRADOURO")
    number: Text = Field(default="", alias="NUMERO")
    complement: Text = Field(default="", alias="COMPLEMENTO")
    district: Text = Field(default="", alias="BAIRRO/DISTRITO")
    city: Text = Field(default="", alias="MUNICIPIO")
    state: Text = Field(default="", alias="UF")
    postal_code: Text = Field(default="", alias="CEP")
    phones: Text = Field(default="", alias="TELEFONE")
    email: Text = Field(default="", alias="ENDERECO ELETRONICO")
    issued: Text = Field(default="", alias=ISSUED)


def read_receita_page(fields: Sequence[PageField], provenance: Provenance, raw: SecretStr) -> Company:
    """Return the company on a page. Raises `UnreadableAnswer` naming each field that is missing or wrong."""
    known = [(folded(label), "" if _ABSENT.fullmatch(text) else text) for label, text in fields]
    try:
        page = _Page.model_validate(_first_of_each(known), by_alias=True, by_name=False)
        return _company(page, known, provenance, raw)
    except ValidationError as error:
        raise UnreadableAnswer(faults_in(error)) from None
    except ValueError as error:
        raise UnreadableAnswer(str(error)) from None


def folded(label: str) -> str:
    """Return a label in upper case, without accents and a colon at its end."""
    decomposed = unicodedata.normalize("NFD", label)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).upper().rstrip(" :")


def _first_of_each(fields: Sequence[PageField]) -> Mapping[str, Any]:
    return dict(reversed(fields))


def _company(page: _Page, fields: Sequence[PageField], provenance: Provenance, raw: SecretStr) -> Company:
    others = [text for label, text in fields if label == OTHER_ACTIVITIES]
    return Company(
        cnpj=page.cnpj,
        name=page.name,
        trade_name=page.trade_name,
        status=page.status,
        status_since=_day(page.status_since),
        opened_on=_day(page.opened_on),
        legal_nature=_without_code(page.legal_nature),
        size=page.size,
        main_activity=_activity(page.activity),
        other_activities=tuple(found for text in others if (found := _activity(text))),
        address=_address(page),
        phones=tuple(_phones(page.phones)),
        email=page.email.lower(),
        qsa=tuple(_partners(fields)),
        provenance=provenance.model_copy(update={"as_of": _issued(page.issued)}),
        raw=raw,
    )


def _address(page: _Page) -> Address:
    return Address(
        street=page.street,
        number=page.number,
        complement=page.complement,
        district=page.district,
        city=page.city,
        state=page.state,
        postal_code=re.sub(r"[^0-9]", "", page.postal_code),
    )


def _phones(text: str) -> list[str]:
    """Return the numbers in a text such as `(11) 3333-4444 / (11) 5555-6666`."""
    return [digits for part in text.split("/") if (digits := re.sub(r"[^0-9]", "", part))]


def _activity(text: str) -> Activity | None:
    """Return the activity in a text such as `62.01-5-01 - Desenvolvimento …`; None for "Não informada"."""
    found = _ACTIVITY.fullmatch(text)
    return Activity(code=activity_code(found[1]), description=found[2]) if found else None


def _partners(fields: Sequence[PageField]) -> list[Partner]:
    """Return the partners: each name is followed by its role."""
    return [
        Partner(name=SecretStr(name), role=_without_code(role) if next_label == ROLE else "")
        for (label, name), (next_label, role) in zip(fields, [*fields[1:], ("", "")], strict=True)
        if label == PARTNER and name
    ]


def _without_code(text: str) -> str:
    return _CODE.sub("", text, count=1) if _CODE.match(text) else text


def _day(text: str) -> date | None:
    if not text:
        return None
    if not (found := _DAY.fullmatch(text)):
        raise ValueError("a date is not of the form 31/12/2026")
    day, month, year = map(int, found.groups())
    return date(year, month, day)


def _issued(text: str) -> datetime | None:
    if not text:
        return None
    if not (found := _TIME.match(text)):
        raise ValueError("the time of issue is not of the form 31/12/2026 às 23:59:59")
    return datetime.strptime(" ".join(found.groups()), "%d/%m/%Y %H %M %S").replace(tzinfo=BRASILIA)
