"""Files in other encodings and with other separators: what was seen, and what to type."""

import pytest

from infra.errors import UnreadableFile
from tests.fixtures.csv_files import HEADER, lines, numbers, opened, read

ORDERS = lines("Café,12.50,true")
GERMAN = ORDERS.replace(",", ";").replace(".", ",")
TABS = ORDERS.replace(",", "\t")
MARK = "\ufeff"


def refusal(content: bytes | str, **options: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        opened(content, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (GERMAN.encode(), "Seen: encoding UTF-8, separator ';'. Type --delimiter ';', and --decimal ',' if its prices"),
        (TABS.encode(), "Seen: encoding UTF-8, separator tab. Type --delimiter tab, and"),
        (ORDERS.replace(",", "|").encode(), "separator '|'. Type --delimiter '|', and"),
        (ORDERS.encode("utf-16"), "Seen: encoding UTF-16 (LE), separator ','. Type --encoding utf-16."),
        ((MARK + TABS).encode("utf-16-le"), "UTF-16 (LE), separator tab. Type --encoding utf-16 --delimiter tab, and"),
        (
            (MARK + GERMAN).encode("utf-16-be"),
            "UTF-16 (BE), separator ';'. Type --encoding utf-16 --delimiter ';', and",
        ),
        (
            ORDERS.encode("utf-16-be"),
            "UTF-16 (BE) without a byte-order mark, separator ','. Type --encoding utf-16-be.",
        ),
        (
            ORDERS.encode("utf-16-le"),
            "UTF-16 (LE) without a byte-order mark, separator ','. Type --encoding utf-16-le.",
        ),
        ((MARK + ORDERS).encode("utf-32-le"), "UTF-32 (LE), separator ','. Type --encoding utf-32."),
        (b"sep=;\r\n" + GERMAN.encode(), "Its first line names the separator. Type --delimiter ';'."),
        (b"sep=:\r\nproduct:price\n", "':' cannot be read: save it with ',', ';', '|' or tabs."),
        (b"orders\n", "Seen: encoding UTF-8, separator none."),
        (
            b'"product";"price";"security_check"\n"A";"12,50";"true"\n',
            "Seen: encoding UTF-8, separator ';'. Type --delimiter ';', and --decimal ','",
        ),
        (b'"product"\t"price"\t"security_check"\n', "separator tab. Type --delimiter tab, and"),
        (b'\n"product"|"price"|"security_check"\n', "separator '|'. Type --delimiter '|', and"),
    ],
)
def test_another_separator_or_encoding_is_named_with_what_to_type(content: bytes, seen: str) -> None:
    assert seen in refusal(content)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "It is empty"),
        (b"\xef\xbb\xbf", "It is empty"),
        (b"\n \r\n", "It is empty"),
        (b"PK\x03\x04...", "It is an Excel workbook or another zip archive: save it as CSV in UTF-8."),
        (b"\xd0\xcf\x11\xe0...", "It is an old Excel workbook"),
        (b"\x1f\x8b\x08...", "It is compressed with gzip"),
    ],
)
def test_a_file_without_lines_of_text_is_named_as_such(content: bytes, named: str) -> None:
    assert named in refusal(content)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-16", ORDERS.encode("utf-16")),
        ("utf-16", (MARK + ORDERS).encode("utf-16-be")),
        ("utf-16-le", (MARK + ORDERS).encode("utf-16-le")),
        ("utf-16-be", ORDERS.encode("utf-16-be")),
        ("utf-32", ORDERS.encode("utf-32")),
        ("utf-8", (MARK + ORDERS).encode()),
        ("utf-8-sig", (MARK + ORDERS).encode()),
        ("cp1252", ORDERS.encode("cp1252")),
        (None, (MARK + ORDERS).encode()),
        (None, (MARK + MARK + ORDERS).encode()),
        (None, (MARK + MARK + lines('"Café",12.50,true', header=f'"product"{HEADER[7:]}')).encode()),
    ],
)
def test_a_file_is_read_in_the_encoding_that_is_given(encoding: str | None, content: bytes) -> None:
    assert read(content, encoding=encoding) == ([("Café", "12.50", True)], [])


@pytest.mark.parametrize(
    ("encoding", "content", "named"),
    [
        ("utf-8", ORDERS.encode("utf-16"), "Type --encoding utf-16."),
        ("cp1252", (MARK + ORDERS).encode(), "Seen: encoding UTF-8, separator ','. Type --encoding utf-8."),
        ("utf-16-be", (MARK + ORDERS).encode("utf-16-le"), "Type --encoding utf-16."),
        ("utf-16", ORDERS.encode("utf-16-le"), "type --encoding utf-16-le or --encoding utf-16-be"),
    ],
)
def test_an_encoding_that_the_byte_order_mark_denies_is_refused(encoding: str, content: bytes, named: str) -> None:
    assert named in refusal(content, encoding=encoding)


def test_excels_line_about_the_separator_is_passed_over_if_it_is_the_one_in_use() -> None:
    orders, bad = read(f"sep=;\r\n{GERMAN}", delimiter=";", decimal=",")

    assert (orders, bad) == ([("Café", "12.50", True)], [])


def test_a_header_in_another_encoding_is_named_with_what_to_type() -> None:
    content = lines("Pot,1,true,", header=f"{HEADER},observação")

    assert "line 1, which must name the columns: holds bytes that are not UTF-8" in refusal(content.encode("cp1252"))
    assert read(content.encode("cp1252"), encoding="cp1252") == ([("Pot", "1", True)], [])


def test_bytes_of_another_encoding_cost_their_line_only() -> None:
    orders, bad = read(HEADER.encode() + b"\nCaf\xe9,1,true\nPot,1,true\n")

    assert (orders, numbers(bad)) == ([("Pot", "1", True)], [2])
    assert bad[0].reason == "holds bytes that are not UTF-8 (files of Excel often need --encoding windows-1252)"


def test_half_a_character_of_utf_16_costs_its_line_only() -> None:
    content = (
        (MARK + lines("A,1,true")).encode("utf-16-le") + b"\x3d\xd8" + lines("B,1,true", header="").encode("utf-16-le")
    )

    orders, bad = read(content + b"x", encoding="utf-16")

    assert ([product for product, _, _ in orders], numbers(bad)) == (["A", "B"], [3, 5])
    assert bad[0].reason == "holds bytes that are not UTF-16"


def test_a_byte_order_mark_inside_a_file_is_a_bad_line() -> None:
    orders, bad = read(lines("A,1,true", f"{MARK}B,1,true", f"C{MARK},1,true"))

    assert ([product for product, _, _ in orders], numbers(bad)) == (["A", f"C{MARK}"], [3])
    assert "one file was appended to another" in bad[0].reason
