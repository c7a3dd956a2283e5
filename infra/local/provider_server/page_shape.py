"""Sample companies as the page of the Receita Federal shows them, in its encoding."""

from collections.abc import Iterator
from html import escape

from esteira.lookups.cnpj import formatted

from infra.local.provider_server.sample_company import SampleCompany

ENCODING = "iso-8859-1"
CONTENT_TYPE = f"text/html; charset={ENCODING}"
NOT_FOUND = "<html><body><p>O CNPJ informado não existe no cadastro.</p></body></html>"
BROKEN = "<html><body><table><tr><td>NÚMERO DE INSCRIÇÃO<td><table></body>"
ABSENT = "********"


def as_page(company: SampleCompany) -> str:
    """Return the page."""
    rows = "\n".join(f"<tr>{_cell(label, values)}</tr>" for label, values in _fields(company))
    return (
        "<!DOCTYPE html>\n<html><head><title>Comprovante de Inscrição e de Situação Cadastral</title></head><body>\n"
        f"<table><tr><td><table>\n{rows}\n</table></td></tr></table>\n"
        "<p>Emitido no dia <b>18/07/2026</b> às <b>00:00:00</b> (data e hora de Brasília).</p>\n</body></html>\n"
    )


def _cell(label: str, values: list[str]) -> str:
    texts = "<br>".join(f"<font><b>{escape(value)}</b></font>" for value in values)
    return f"<td><font>{escape(label)}</font><br>{texts}</td>"


def _fields(company: SampleCompany) -> Iterator[tuple[str, list[str]]]:
    yield from _registration(company)
    yield from _address(company)
    yield "SITUAÇÃO CADASTRAL", [company.status[1]]
    yield "DATA DA SITUAÇÃO CADASTRAL", [f"{company.status_since:%d/%m/%Y}"]
    for partner in company.partners:
        yield "Nome/Nome Empresarial:", [partner.name]
        yield "Qualificação:", [f"{partner.role_code}-{partner.role}"]


def _registration(company: SampleCompany) -> Iterator[tuple[str, list[str]]]:
    main, *others = company.activities
    yield "NÚMERO DE INSCRIÇÃO", [formatted(company.cnpj), "MATRIZ"]
    yield "DATA DE ABERTURA", [f"{company.opened_on:%d/%m/%Y}"]
    yield "NOME EMPRESARIAL", [company.name]
    yield "TÍTULO DO ESTABELECIMENTO (NOME DE FANTASIA)", [company.trade_name]
    yield "PORTE", [company.size[1].upper()]
    yield "CÓDIGO E DESCRIÇÃO DA ATIVIDADE ECONÔMICA PRINCIPAL", [_activity(*main)]
    yield (
        "CÓDIGO E DESCRIÇÃO DAS ATIVIDADES ECONÔMICAS SECUNDÁRIAS",
        [_activity(*activity) for activity in others] or ["Não informada"],
    )
    yield (
        "CÓDIGO E DESCRIÇÃO DA NATUREZA JURÍDICA",
        [f"{company.nature[0][:3]}-{company.nature[0][3]} - {company.nature[1]}"],
    )


def _address(company: SampleCompany) -> Iterator[tuple[str, list[str]]]:
    city, state, _ = company.city
    yield "LOGRADOURO", [company.street.upper()]
    yield "NÚMERO", [company.number]
    yield "COMPLEMENTO", [ABSENT]
    yield "CEP", [f"{company.postal_code[:2]}.{company.postal_code[2:5]}-{company.postal_code[5:]}"]
    yield "BAIRRO/DISTRITO", [company.district.upper()]
    yield "MUNICÍPIO", [city.upper()]
    yield "UF", [state]
    yield "ENDEREÇO ELETRÔNICO", [company.email.upper()]
    yield "TELEFONE", [f"({company.phone[:2]}) {company.phone[2:6]}-{company.phone[6:]}"]


def _activity(code: str, description: str) -> str:
    return f"{code[:2]}.{code[2:4]}-{code[4]}-{code[5:]} - {description}"
