"""Answers of providers become companies: strictly, and tolerant of what they add."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from esteira.lookups.answer import Answer
from esteira.lookups.company import Address, Company, RegistrationStatus
from esteira.lookups.page.extract import page_fields
from esteira.lookups.shapes.brasilapi import read_brasilapi
from esteira.lookups.shapes.cnpjws import read_cnpjws
from esteira.lookups.shapes.read_answer import page_encoding, read_answer, says_there_is_none
from esteira.lookups.shapes.unreadable import UnreadableAnswer

from tests.fixtures.provider_answers import BRASILAPI, CNPJ, CNPJWS, DOCUMENT, PAGE, PARTNER, provenance

PAGE_TYPE = "text/html; charset=ISO-8859-1"


def brasilapi(**changes: Any) -> Company:
    return read_brasilapi(json.dumps(BRASILAPI | changes).encode(), provenance())


def cnpjws(**changes: Any) -> Company:
    place = CNPJWS["estabelecimento"] | changes
    return read_cnpjws(json.dumps(CNPJWS | {"estabelecimento": place}).encode(), provenance("cnpjws"))


def page(text: str = PAGE) -> Company:
    answer = Answer(status=200, body=text.encode("iso-8859-1"), content_type=PAGE_TYPE)
    return read_answer("receita-page", answer, provenance("receita"), page_fields)


ALL = pytest.mark.parametrize("company", [brasilapi(), cnpjws(), page()], ids=["brasilapi", "cnpjws", "page"])


@ALL
def test_every_shape_tells_the_same_of_a_company(company: Company) -> None:
    assert (company.cnpj, company.name) == (CNPJ, "OPEN KNOWLEDGE BRASIL")
    assert (company.status, company.status_since) == (RegistrationStatus.ACTIVE, date(2013, 10, 3))
    assert (company.opened_on, company.legal_nature) == (date(2013, 10, 3), "Associação Privada")
    assert company.phones == ("1123851939",)
    assert company.other_activities[0].code == "0111301"
    assert company.main_activity is not None
    assert company.main_activity.code == "9430800"
    assert (company.address.city.upper().replace("Ã", "A"), company.address.postal_code) == ("SAO PAULO", "01422000")


@ALL
def test_every_shape_names_the_partners(company: Company) -> None:
    (partner,) = company.qsa

    assert (partner.name.get_secret_value(), partner.role) == (PARTNER, "Presidente")


@ALL
def test_the_whole_answer_is_kept(company: Company) -> None:
    assert PARTNER in company.raw.get_secret_value()


def test_json_has_the_partners_document_and_day() -> None:
    for company in (brasilapi(), cnpjws()):
        (partner,) = company.qsa
        assert partner.document is not None
        assert (partner.document.get_secret_value(), partner.since) == (DOCUMENT, date(2019, 10, 25))


def test_each_provider_says_of_when_its_data_are_if_it_does() -> None:
    assert brasilapi().provenance.as_of is None
    assert cnpjws().provenance.as_of == datetime(2026, 7, 11, 3, tzinfo=UTC)
    assert page().provenance.as_of == datetime(2026, 7, 20, 12, 30, 15, tzinfo=UTC)


def test_amounts_stay_exact() -> None:
    body = json.dumps(BRASILAPI).replace('"capital_social": 0', '"capital_social": 6983568523.86').encode()

    assert read_brasilapi(body, provenance()).capital == Decimal("6983568523.86")
    assert cnpjws().capital == Decimal("1234.50")


def test_null_is_empty_and_a_new_field_is_ignored() -> None:
    empty = dict.fromkeys(("nome_fantasia", "complemento", "qsa", "cnaes_secundarios", "cnae_fiscal", "capital_social"))

    company = brasilapi(**empty, regime_tributario=[{"ano": 2026}])

    assert (company.trade_name, company.qsa, company.main_activity, company.capital) == ("", (), None, None)


def test_an_activity_with_the_code_0_is_none() -> None:
    assert brasilapi(cnaes_secundarios=[{"codigo": 0, "descricao": ""}]).other_activities == ()


def test_control_characters_do_not_arrive() -> None:
    name = brasilapi(razao_social="ACME\r\nBcc: x\x1b[31m\u2028 \x00LTDA").name

    assert name == "ACME Bcc: x [31m LTDA"


def test_an_address_has_its_kind_of_street() -> None:
    assert brasilapi().address == Address(
        street="ALAMEDA FRANCA",
        number="144",
        complement="APT 34",
        district="JARDIM PAULISTA",
        city="SAO PAULO",
        state="SP",
        postal_code="01422000",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cnpj", "19131243000198"),
        ("razao_social", ""),
        ("razao_social", "x" * 2_000),
        ("descricao_situacao_cadastral", "TALVEZ"),
        ("data_inicio_atividade", 1380758400),
        ("data_inicio_atividade", "03/10/2013"),
        ("data_inicio_atividade", "2013-13-03"),
        ("capital_social", -1),
        ("capital_social", "1.000,50"),
        ("cnae_fiscal", 12345678),
        ("logradouro", ["FRANCA"]),
        ("qsa", [{"qualificacao_socio": "Presidente"}]),
    ],
    ids=range(12),
)
def test_a_wrong_field_is_named_without_its_value(field: str, value: object) -> None:
    with pytest.raises(UnreadableAnswer, match=field) as refusal:
        brasilapi(**{field: value})

    assert json.dumps(value) not in str(refusal.value)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"cnpj": "1", "cnpj": "2"}', b"[" * 100_000, b"\xff", b"{}"])
def test_what_is_not_the_shape_is_unreadable(body: bytes) -> None:
    for read in (read_brasilapi, read_cnpjws):
        with pytest.raises(UnreadableAnswer):
            read(body, provenance())


def test_an_answer_of_very_many_parts_is_not_even_parsed() -> None:
    with pytest.raises(UnreadableAnswer, match="more than 20000 objects"):
        read_brasilapi(b"[" + b"[]," * 500_000 + b"[]]", provenance())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("19.131.243/0001-97", "19.131.243/0001-98", "NUMERO DE INSCRICAO"),
        ("NOME EMPRESARIAL<br>", "ALGO<br>", "NOME EMPRESARIAL"),
        ("<td>DATA DE ABERTURA<br><b>03/10/2013", "<td>DATA DE ABERTURA<br><b>2013", "a date"),
        ("03/10/2013", "31/02/2013", "day"),
    ],
)
def test_a_page_with_a_wrong_field_is_unreadable(old: str, new: str, fault: str) -> None:
    with pytest.raises(UnreadableAnswer, match=fault):
        page(PAGE.replace(old, new))


@pytest.mark.parametrize(
    ("kind", "body", "theirs"),
    [
        ("brasilapi", b'{"message": "CNPJ n\xc3\xa3o encontrado."}', True),
        ("cnpjws", b'{"status": 404, "titulo": "N\xc3\xa3o encontrado"}', True),
        ("brasilapi", b"<html>404 page not found</html>", False),
        ("cnpjws", b"", False),
        ("receita-page", "<p>O CNPJ informado não existe</p>".encode("iso-8859-1"), True),
        ("receita-page", b"<h1>404 Not Found</h1>", False),
    ],
    ids=range(6),
)
def test_only_the_providers_own_404_says_that_there_is_no_company(kind: Any, body: bytes, theirs: bool) -> None:
    assert says_there_is_none(kind, Answer(status=404, body=body)) is theirs


def test_an_encoding_that_is_not_known_is_read_as_utf_8() -> None:
    found = [page_encoding(f"text/html; charset={name}") for name in ("ISO-8859-1", '"utf-8"', "utf-7", "\r\n")]

    assert found == ["iso-8859-1", "utf-8", "utf-8", "utf-8"]
