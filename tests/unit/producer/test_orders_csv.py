"""Reading a user's orders from CSV, line by line."""

from decimal import Decimal

import pytest
from esteira.core.errors import BadRequest
from esteira.core.orders import OrderPayload
from esteira.producer.load_orders import BadLine

from infra.cli.orders_csv import read_orders


def read(*lines: str) -> list[OrderPayload | BadLine]:
    return list(read_orders([f"{line}\n" for line in lines]))


def test_columns_are_found_by_name_in_any_order() -> None:
    orders = read("Security_Check,note,product,price", 'yes,x,"Cup, large",3.20')

    assert orders == [OrderPayload(product="Cup, large", price=Decimal("3.20"), security_check=True)]


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(BadRequest, match="security_check"):
        read("product,price", "Cup,3.20")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",3.20,true", "product"),
        ("Cup,3.2.0,true", "price"),
        ("Cup,1_000,true", "price"),
        ("Cup,NaN,true", "price"),
        ('Cup,"3,20",true', "price"),
        ("Cup,3.20,maybe", "security_check"),
        ("Cup,3.20", "fields"),
        ("Cup\x00,3.20,true", "NUL"),
        ("Cup\udce9,3.20,true", "product"),
        ('"Cup"x,3.20,true', "expected"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_stops_no_other(line: str, reason: str) -> None:
    first, bad, last = read("product,price,security_check", "Cup,1,true", line, "Cup,2,false")

    assert isinstance(bad, BadLine)
    assert (bad.number, reason in bad.reason) == (3, True)
    assert isinstance(first, OrderPayload)
    assert isinstance(last, OrderPayload)


def test_a_line_after_one_with_a_line_break_in_it_has_its_own_number() -> None:
    lines = read("product,price,security_check", '"two', 'lines",1,true', "Cup,x,true")

    assert isinstance(lines[1], BadLine)
    assert lines[1].number == 4
