"""A CNPJ is read in every usual spelling, and refused with what is wrong with it."""

import string

import pytest
from esteira.lookups.cnpj import InvalidCnpj, check_digits, formatted, parse_cnpj
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cnpj as stdnum_cnpj
from validate_docbr import CNPJ

BASES = st.text(alphabet=string.digits + string.ascii_uppercase, min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("text", "cnpj"),
    [
        ("19.131.243/0001-97", "19131243000197"),
        ("19131243000197", "19131243000197"),
        ("12.ABC.345/01DE-35", "12ABC34501DE35"),
        ("12abc34501de35", "12ABC34501DE35"),
        ("00.000.000/0001-91", "00000000000191"),
    ],
)
def test_usual_spellings_are_one_number(text: str, cnpj: str) -> None:
    assert parse_cnpj(text) == cnpj


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1913124300019", "has 13 letters and digits"),
        ("191312430001970", "has 15 letters and digits"),
        ("", "has 0 letters and digits"),
        ("19131243000198", "wrong check digits"),
        ("12ABC34501DE53", "wrong check digits"),
        ("00000000000000", "all zeros"),
        ("1913124300019A", "ends in a letter"),
        ("19131243000197\n", "characters other than"),
        (" 19131243000197", "characters other than"),
        ("\uff11\uff19131243000197", "characters other than"),
        ("1\u0663131243000197", "characters other than"),
        ("12ÁBC34501DE35", "characters other than"),
        ("19131243\x00000197", "characters other than"),
        (19131243000197, "is not a text"),
    ],
    ids=range(14),
)
def test_what_is_no_cnpj_is_refused_with_the_reason(text: object, fault: str) -> None:
    with pytest.raises(InvalidCnpj, match=fault):
        parse_cnpj(text)


def test_a_refusal_does_not_repeat_the_text() -> None:
    with pytest.raises(InvalidCnpj) as refusal:
        parse_cnpj("my-secret-note")

    assert "secret" not in str(refusal.value)


@given(base=BASES)
def test_check_digits_are_those_of_two_other_implementations(base: str) -> None:
    cnpj = base + check_digits(base)

    assert stdnum_cnpj.calc_check_digits(base) == check_digits(base)
    assert CNPJ().validate(cnpj) or len(set(cnpj)) == 1


@given(base=BASES, digits=st.integers(0, 99))
def test_a_number_is_accepted_exactly_where_the_others_accept_it(base: str, digits: int) -> None:
    cnpj = f"{base}{digits:02}"

    assert _accepted(cnpj) == bool(stdnum_cnpj.is_valid(cnpj))
    assert _accepted(cnpj) == CNPJ().validate(cnpj) or len(set(cnpj)) == 1


@given(base=BASES.filter(lambda base: base != "0" * 12))
def test_punctuation_and_lower_case_change_nothing(base: str) -> None:
    cnpj = base + check_digits(base)

    assert parse_cnpj(formatted(cnpj).lower()) == cnpj


def _accepted(cnpj: str) -> bool:
    try:
        return parse_cnpj(cnpj) == cnpj
    except InvalidCnpj:
        return False
