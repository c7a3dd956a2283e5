"""The JSON of BrasilAPI (`/api/cnpj/v1/CNPJ`) and of minha-receita, whose data it passes on.

https://brasilapi.com.br/docs#tag/CNPJ and https://docs.minhareceita.org. Neither says of when its data are.
"""

from pydantic import Field, SecretStr

from esteira.core.numbers import StorableAmount
from esteira.lookups.cnpj import Cnpj
from esteira.lookups.company import Activity, Address, Company, Partner, Provenance
from esteira.lookups.shapes.raw import raw_text
from esteira.lookups.shapes.types import ActivityCode, Day, FilledText, Shape, Status, Text, from_json


class _Partner(Shape):
    nome_socio: FilledText
    cnpj_cpf_do_socio: Text = ""
    qualificacao_socio: Text = ""
    data_entrada_sociedade: Day = None


class _Activity(Shape):
    codigo: ActivityCode
    descricao: Text = ""


class _Answer(Shape):
    cnpj: Cnpj
    razao_social: FilledText
    nome_fantasia: Text = ""
    descricao_situacao_cadastral: Status
    data_situacao_cadastral: Day = None
    data_inicio_atividade: Day = None
    natureza_juridica: Text = ""
    porte: Text = ""
    capital_social: StorableAmount | None = None
    cnae_fiscal: ActivityCode | None = None
    cnae_fiscal_descricao: Text = ""
    cnaes_secundarios: tuple[_Activity, ...] | None = None
    descricao_tipo_de_logradouro: Text = ""
    logradouro: Text = ""
    numero: Text = ""
    complemento: Text = ""
    bairro: Text = ""
    municipio: Text = ""
    uf: Text = ""
    cep: Text = ""
    ddd_telefone_1: Text = ""
    ddd_telefone_2: Text = ""
    email: Text = ""
    qsa: tuple[_Partner, ...] | None = Field(default=None)


def read_brasilapi(body: bytes, provenance: Provenance) -> Company:
    """Return the company in an answer. Raises `UnreadableAnswer`."""
    answer = from_json(body, _Answer)
    return Company(
        cnpj=answer.cnpj,
        name=answer.razao_social,
        trade_name=answer.nome_fantasia,
        status=answer.descricao_situacao_cadastral,
        status_since=answer.data_situacao_cadastral,
        opened_on=answer.data_inicio_atividade,
        legal_nature=answer.natureza_juridica,
        size=answer.porte,
        capital=answer.capital_social,
        main_activity=_main_activity(answer),
        other_activities=tuple(_activities(answer)),
        address=_address(answer),
        phones=tuple(phone for phone in (answer.ddd_telefone_1, answer.ddd_telefone_2) if phone),
        email=answer.email.lower(),
        qsa=tuple(_partner(each) for each in answer.qsa or ()),
        provenance=provenance,
        raw=raw_text(body),
    )


def _main_activity(answer: _Answer) -> Activity | None:
    if answer.cnae_fiscal is None:
        return None
    return Activity(code=answer.cnae_fiscal, description=answer.cnae_fiscal_descricao)


def _activities(answer: _Answer) -> list[Activity]:
    """Return the secondary activities. A company without any has one with the code 0."""
    return [
        Activity(code=each.codigo, description=each.descricao)
        for each in answer.cnaes_secundarios or ()
        if int(each.codigo)
    ]


def _address(answer: _Answer) -> Address:
    return Address(
        street=f"{answer.descricao_tipo_de_logradouro} {answer.logradouro}".strip(),
        number=answer.numero,
        complement=answer.complemento,
        district=answer.bairro,
        city=answer.municipio,
        state=answer.uf,
        postal_code=answer.cep,
    )


def _partner(partner: _Partner) -> Partner:
    return Partner(
        name=SecretStr(partner.nome_socio),
        document=SecretStr(partner.cnpj_cpf_do_socio) if partner.cnpj_cpf_do_socio else None,
        role=partner.qualificacao_socio,
        since=partner.data_entrada_sociedade,
    )
