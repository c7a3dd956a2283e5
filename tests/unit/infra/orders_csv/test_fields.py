"""Prices, booleans and products in CSV files."""

import pytest

from tests.fixtures.csv_files import lines, read


def reason_of(line: str, **options: str) -> str:
    orders, (bad,) = read(
        lines("Cup;1;true", line, "Pot;2;no", header="product;price;security_check"), **semicolons(options)
    )
    assert ([product for product, _, _ in orders], bad.number) == (["Cup", "Pot"], 3)
    return bad.reason


def semicolons(options: dict[str, str]) -> dict[str, str]:
    return {"delimiter": ";", **options}


def price_of(text: str, **options: str) -> str:
    orders, bad = read(lines(f"Cup;{text};true", header="product;price;security_check"), **semicolons(options))
    assert not bad
    return orders[0][1]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("12", "12"),
        ("12.50", "12.50"),
        ("-1.5", "-1.5"),
        ("+1", "1"),
        ("007.10", "7.10"),
        (" 12.5\t", "12.5"),
        ("12345678901234567.89", "12345678901234567.89"),
        ("9007199254740993.0", "9007199254740993.0"),
        ("1" * 4301, "1" * 4301),
    ],
)
def test_a_price_is_read_digit_by_digit(text: str, price: str) -> None:
    assert price_of(text) == price


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.",
        ".5",
        "1e3",
        "NaN",
        "Infinity",
        "1_000",
        "１２",
        "٣",
        "\u00a01",
        "−1",
        "1 000",
        "1'000",
        "0x10",
        "€1",
        "1%",
    ],
)
@pytest.mark.parametrize("decimal", [".", ","])
def test_what_is_no_plain_number_is_refused_with_either_decimal_sign(text: str, decimal: str) -> None:
    assert reason_of(f"Cup;{text.replace('.', decimal)};true", decimal=decimal).startswith("price: ")


@pytest.mark.parametrize(
    ("text", "decimal", "named"),
    [
        (
            "12,50",
            ".",
            "'12,50' has a comma where decimals have a point: either it is the decimal sign (--decimal ',')",
        ),
        (
            "1.234",
            ",",
            "'1.234' has a point where decimals have a comma: either it is the decimal sign (--decimal '.')",
        ),
        ("1,234.50", ".", "'1,234.50' is not a number such as 12.50 (thousands must not be grouped)"),
        ("1.234,50", ",", "'1.234,50' is not a number such as 12,50 (thousands must not be grouped)"),
        ("1\u00a0234,50", ",", "thousands must not be grouped"),
        ("1,23457E+11", ",", "scientific notation, in which spreadsheets drop digits: write it out"),
        ("１２", ".", "only the digits 0 to 9 count"),
        ("x" * 90, ",", "xxx…'"),
        ("", ".", "price: is empty"),
    ],
)
def test_a_refused_price_is_shown_with_what_is_wrong_or_with_both_readings(text: str, decimal: str, named: str) -> None:
    assert named in reason_of(f"Cup;{text};true", decimal=decimal)


def test_decimal_commas_are_read_if_told() -> None:
    assert price_of("12,50", decimal=",") == "12.50"
    assert read(lines('Cup,"12,50",true'), decimal=",")[0] == [("Cup", "12.50", True)]


def test_three_digits_after_a_point_are_doubted_where_thousands_are_grouped_so() -> None:
    assert "its point either is decimal (--decimal '.') or groups thousands" in reason_of("Cup;1.234;true")
    assert price_of("1.234", decimal=".") == "1.234"
    assert price_of("12.3456") == "12.3456"
    assert read(lines("Cup,1.234,true"))[0] == [("Cup", "1.234", True)]


@pytest.mark.parametrize("word", ["true", "T", "Yes", "y", "1", " TRUE "])
def test_spellings_of_true_are_read(word: str) -> None:
    assert read(lines(f"Cup,1,{word}"))[0] == [("Cup", "1", True)]


@pytest.mark.parametrize("word", ["maybe", "", "0.0", "01", "on", "WAHR", "ｔｒｕｅ", "null"])
def test_another_spelling_of_a_boolean_is_refused_with_those_there_are(word: str) -> None:
    reason = reason_of(f"Cup;1;{word}")

    assert reason == f"security_check: {word!r} is neither true (true, t, yes, y, 1) nor false (false, f, no, n, 0)"


def test_a_product_keeps_its_white_space() -> None:
    assert read(lines(" Cup ,1,true", '"\tPot",1,true'))[0] == [(" Cup ", "1", True), ("\tPot", "1", True)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";1;true", "product: is empty"),
        (" \u00a0;1;true", "product: is empty"),
        ("Cup\x00;1;true", "product: holds a NUL byte, which Postgres cannot store"),
        (f"Cup;0.{'1' * 16_384};true", "price: has more digits than Postgres can store"),
    ],
)
def test_what_postgres_cannot_store_is_refused_in_a_plain_sentence(line: str, reason: str) -> None:
    assert reason_of(line) == reason
