"""Which value of a CSV file belongs to which column."""

import pytest

from infra.errors import UnreadableFile
from tests.fixtures.csv_files import lines, numbers, opened, read


def test_columns_are_found_by_name_in_any_order() -> None:
    content = lines('yes,x,"Cup, large",3.20', header="Security_Check, note,product,price")

    assert read(content) == ([("Cup, large", "3.20", True)], [])
    assert opened(content).columns.ignored == ("note",)


def test_a_decimal_comma_without_quotes_is_a_bad_line_with_both_readings() -> None:
    orders, bad = read(lines("A,12,1,true", "D,12,0,true", "E,12.5,true"))

    assert (orders, numbers(bad)) == ([("E", "12.5", True)], [2, 3])
    assert "either the price is 12,0 with a decimal comma (write 12.0" in bad[1].reason
    assert "or it is 12 and a field is too many" in bad[1].reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A,12", "has 2 fields where the header has 3: either a value is missing, or the record goes on"),
        ("A", "has 1 field where"),
        ("A,12,true,", "has 4 fields where the header has 3"),
        ("Cup, large,12,true", "either ',' is part of a value (put it in quotes), or a field is too many"),
        (",,", "product: is empty"),
        (",,,", "has 4 fields"),
    ],
)
def test_a_line_with_more_or_fewer_fields_than_the_header_is_bad(line: str, reason: str) -> None:
    orders, (bad,) = read(lines("Cup,1,true", line, "Pot,2,no"))

    assert ([product for product, _, _ in orders], bad.number) == (["Cup", "Pot"], 3)
    assert reason in bad.reason


def test_an_empty_column_at_the_end_is_a_column_like_any_other() -> None:
    content = lines("A,1,true,,", "B,1,true", "C,1,true, ,", header="product,price,security_check,,")

    assert [product for product, _, _ in read(content)[0]] == ["A", "C"]


@pytest.mark.parametrize("header", ["product,price,security_check,", "product,price,security_check,,"])
def test_a_decimal_comma_does_not_move_values_into_a_column_without_a_name(header: str) -> None:
    ends = "," * (header.count(",") - 2)

    orders, (bad,) = read(lines(f"A,12.50,true{ends}", f"D,12,0,true{ends[1:]}", header=header))

    assert ([product for product, _, _ in orders], bad.number) == (["A"], 3)
    assert bad.reason.startswith("has a value in a column without a name: either the price is 12,0 with a decimal")


def test_a_decimal_comma_is_told_to_be_put_in_quotes_where_commas_are_decimal_already() -> None:
    _, (bad,) = read(lines("A,12,5,true"), decimal=",")

    assert 'decimal comma (put it in quotes: "12,5"), or it is 12' in bad.reason


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("product,price", "Missing: 'security_check'."),
        ("product,prise,security_check", "Missing: 'price'. Unknown: 'prise'."),
        ("product,price,price,security_check", "More than once: 'price'."),
        ("product,price,Price ,security_check", "More than once: 'price'."),
        ("note,product,price,security_check,note", "More than once: 'note'."),
        ("Cup,3.20,true", "Missing: 'product', 'price', 'security_check'. Unknown: 'cup', '3.20', 'true'."),
        ('product,"price,security_check', "line 1, which must name the columns: character 9: a quote opens"),
        ("product\x1b[31m,price", r"'product\x1b[31m'"),
        (",".join(f"c{number}" for number in range(50)), "'c9' and 40 more."),
    ],
)
def test_a_header_that_does_not_name_each_column_once_is_refused(header: str, named: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(lines("Cup,3.20,true", header=header))

    assert named in str(caught.value)


def test_blank_lines_are_passed_over_and_counted_as_lines() -> None:
    orders, bad = read("\n \n" + lines("A,1,true", "", " \t ", "B,x,true", "", ""))

    assert (orders, numbers(bad)) == ([("A", "1", True)], [7])
