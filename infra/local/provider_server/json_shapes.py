"""Sample companies as BrasilAPI and minha-receita, and as cnpj.ws answer."""

from collections.abc import Callable, Mapping
from typing import Any

from esteira.core.lookup_providers import ProviderKind

from infra.local.provider_server.sample_company import SampleCompany, SamplePartner

UPDATED = "2026-07-18T03:00:00.000Z"
NOBODY = "***000000**"


def as_brasilapi(company: SampleCompany) -> dict[str, Any]:
    """Return the answer of BrasilAPI."""
    status_code, status = company.status
    (main_code, main), *others = company.activities
    city, state, ibge = company.city
    return {
        "cnpj": company.cnpj,
        "identificador_matriz_filial": 1,
        "descricao_identificador_matriz_filial": "MATRIZ",
        "razao_social": company.name,
        "nome_fantasia": company.trade_name,
        "situacao_cadastral": status_code,
        "descricao_situacao_cadastral": status,
        "data_situacao_cadastral": company.status_since.isoformat(),
        "data_inicio_atividade": company.opened_on.isoformat(),
        "codigo_natureza_juridica": int(company.nature[0]),
        "natureza_juridica": company.nature[1],
        "codigo_porte": int(company.size[0]),
        "porte": company.size[1].upper(),
        "capital_social": company.capital,
        "cnae_fiscal": int(main_code),
        "cnae_fiscal_descricao": main,
        "cnaes_secundarios": [{"codigo": int(code), "descricao": text} for code, text in others]
        or [{"codigo": 0, "descricao": ""}],
        "descricao_tipo_de_logradouro": "RUA",
        "logradouro": company.street.removeprefix("Rua ").upper(),
        "numero": company.number,
        "complemento": "",
        "bairro": company.district.upper(),
        "municipio": city.upper(),
        "codigo_municipio_ibge": int(ibge),
        "uf": state,
        "cep": company.postal_code,
        "ddd_telefone_1": company.phone,
        "ddd_telefone_2": "",
        "email": company.email,
        "pais": None,
        "qsa": [_brasilapi_partner(partner) for partner in company.partners],
    }


def _brasilapi_partner(partner: SamplePartner) -> dict[str, Any]:
    return {
        "identificador_de_socio": 2,
        "nome_socio": partner.name,
        "cnpj_cpf_do_socio": partner.document,
        "codigo_qualificacao_socio": partner.role_code,
        "qualificacao_socio": partner.role,
        "data_entrada_sociedade": partner.since.isoformat(),
        "cpf_representante_legal": NOBODY,
        "nome_representante_legal": "",
        "faixa_etaria": "Entre 41 a 50 anos",
    }


def as_cnpjws(company: SampleCompany) -> dict[str, Any]:
    """Return the answer of cnpj.ws."""
    return {
        "cnpj_raiz": company.cnpj[:8],
        "razao_social": company.name,
        "capital_social": f"{company.capital}.00",
        "responsavel_federativo": "",
        "atualizado_em": UPDATED,
        "porte": {"id": company.size[0], "descricao": company.size[1]},
        "natureza_juridica": {"id": company.nature[0], "descricao": company.nature[1]},
        "socios": [_cnpjws_partner(partner) for partner in company.partners],
        "simples": None,
        "estabelecimento": _establishment(company),
    }


def _cnpjws_partner(partner: SamplePartner) -> dict[str, Any]:
    return {
        "cpf_cnpj_socio": partner.document,
        "nome": partner.name,
        "tipo": "Pessoa Física",
        "data_entrada": partner.since.isoformat(),
        "cpf_representante_legal": NOBODY,
        "nome_representante": None,
        "atualizado_em": UPDATED,
        "qualificacao_socio": {"id": partner.role_code, "descricao": partner.role},
        "qualificacao_representante": None,
    }


def _establishment(company: SampleCompany) -> dict[str, Any]:
    main, *others = company.activities
    city, state, ibge = company.city
    return {
        "cnpj": company.cnpj,
        "cnpj_raiz": company.cnpj[:8],
        "cnpj_ordem": company.cnpj[8:12],
        "cnpj_digito_verificador": company.cnpj[12:],
        "tipo": "Matriz",
        "nome_fantasia": company.trade_name,
        "situacao_cadastral": company.status[1].capitalize(),
        "data_situacao_cadastral": company.status_since.isoformat(),
        "data_inicio_atividade": company.opened_on.isoformat(),
        "tipo_logradouro": "RUA",
        "logradouro": company.street.removeprefix("Rua ").upper(),
        "numero": company.number,
        "complemento": None,
        "bairro": company.district.upper(),
        "cep": company.postal_code,
        "ddd1": company.phone[:2],
        "telefone1": company.phone[2:],
        "ddd2": None,
        "telefone2": None,
        "email": company.email,
        "atividade_principal": _cnpjws_activity(*main),
        "atividades_secundarias": [_cnpjws_activity(*activity) for activity in others],
        "pais": {"id": "1058", "iso2": "BR", "nome": "Brasil"},
        "estado": {"sigla": state},
        "cidade": {"nome": city, "ibge_id": int(ibge)},
        "inscricoes_estaduais": [],
    }


def _cnpjws_activity(code: str, description: str) -> dict[str, Any]:
    return {"id": code, "subclasse": f"{code[:4]}-{code[4]}/{code[5:]}", "descricao": description}


JSON_SHAPES: Mapping[ProviderKind, Callable[[SampleCompany], dict[str, Any]]] = {
    "brasilapi": as_brasilapi,
    "cnpjws": as_cnpjws,
}
"""How the providers that answer in JSON tell of a company."""
