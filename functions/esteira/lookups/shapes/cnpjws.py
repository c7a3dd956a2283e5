"""The JSON of the public API of cnpj.ws (`https://publica.cnpj.ws/cnpj/CNPJ`): company, and in it one establishment.

https://docs.cnpj.ws. It allows three questions a minute, and says when a record was last updated.
"""

from pydantic import SecretStr

from esteira.core.numbers import StorableAmount
from esteira.lookups.cnpj import Cnpj
from esteira.lookups.company import Activity, Address, Company, Partner, Provenance
from esteira.lookups.shapes.raw import raw_text
from esteira.lookups.shapes.types import ActivityCode, Day, FilledText, OptionalMoment, Shape, Status, Text, from_json


class _Described(Shape):
    descricao: Text = ""


class _Activity(Shape):
    subclasse: ActivityCode
    descricao: Text = ""


class _City(Shape):
    nome: Text = ""


class _State(Shape):
    sigla: Text = ""


class _Partner(Shape):
    nome: FilledText
    cpf_cnpj_socio: Text = ""
    data_entrada: Day = None
    qualificacao_socio: _Described | None = None


class _Establishment(Shape):
    cnpj: Cnpj
    nome_fantasia: Text = ""
    situacao_cadastral: Status
    data_situacao_cadastral: Day = None
    data_inicio_atividade: Day = None
    tipo_logradouro: Text = ""
    logradouro: Text = ""
    numero: Text = ""
    complemento: Text = ""
    bairro: Text = ""
    cep: Text = ""
    cidade: _City | None = None
    estado: _State | None = None
    ddd1: Text = ""
    telefone1: Text = ""
    ddd2: Text = ""
    telefone2: Text = ""
    email: Text = ""
    atividade_principal: _Activity | None = None
    atividades_secundarias: tuple[_Activity, ...] | None = None


class _Answer(Shape):
    razao_social: FilledText
    capital_social: StorableAmount | None = None
    atualizado_em: OptionalMoment = None
    porte: _Described | None = None
    natureza_juridica: _Described | None = None
    socios: tuple[_Partner, ...] | None = None
    estabelecimento: _Establishment


def read_cnpjws(body: bytes, provenance: Provenance) -> Company:
    """Return the company in an answer. Raises `UnreadableAnswer`."""
    answer = from_json(body, _Answer)
    place = answer.estabelecimento
    return Company(
        cnpj=place.cnpj,
        name=answer.razao_social,
        trade_name=place.nome_fantasia,
        status=place.situacao_cadastral,
        status_since=place.data_situacao_cadastral,
        opened_on=place.data_inicio_atividade,
        legal_nature=_description(answer.natureza_juridica),
        size=_description(answer.porte),
        capital=answer.capital_social,
        main_activity=_activity(place.atividade_principal) if place.atividade_principal else None,
        other_activities=tuple(map(_activity, place.atividades_secundarias or ())),
        address=_address(place),
        phones=tuple(_phones(place)),
        email=place.email.lower(),
        qsa=tuple(map(_partner, answer.socios or ())),
        provenance=provenance.model_copy(update={"as_of": answer.atualizado_em}),
        raw=raw_text(body),
    )


def _description(described: _Described | None) -> str:
    return described.descricao if described else ""


def _activity(activity: _Activity) -> Activity:
    return Activity(code=activity.subclasse, description=activity.descricao)


def _address(place: _Establishment) -> Address:
    return Address(
        street=f"{place.tipo_logradouro} {place.logradouro}".strip(),
        number=place.numero,
        complement=place.complemento,
        district=place.bairro,
        city=place.cidade.nome if place.cidade else "",
        state=place.estado.sigla if place.estado else "",
        postal_code=place.cep,
    )


def _phones(place: _Establishment) -> list[str]:
    pairs = ((place.ddd1, place.telefone1), (place.ddd2, place.telefone2))
    return [f"{area}{number}" for area, number in pairs if number]


def _partner(partner: _Partner) -> Partner:
    return Partner(
        name=SecretStr(partner.nome),
        document=SecretStr(partner.cpf_cnpj_socio) if partner.cpf_cnpj_socio else None,
        role=_description(partner.qualificacao_socio),
        since=partner.data_entrada,
    )
