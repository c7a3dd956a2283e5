"""Statements of others are shown without the values in them."""

import pytest
from esteira.producer.horizon import without_literals
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("SELECT 1", "SELECT ?"),
        ("INSERT INTO orders VALUES ('chair', 10.50, true)", "INSERT INTO orders VALUES (?, ?, true)"),
        ("UPDATE t SET a = 'it''s' WHERE b = -1e5", "UPDATE t SET a = ? WHERE b = -?"),
        ("SELECT E'a\\'b', x FROM t1", "SELECT ?, x FROM t1"),
        ("SELECT $tag$ secret ' $tag$, $1", "SELECT ?, $1"),
        ('SELECT "my col" -- secret\nFROM t', 'SELECT "my col" FROM t'),
        ("SELECT /* secret */ a,\n  b", "SELECT a, b"),
        ("SELECT 'cut off by the serv", "SELECT ?"),
        ("SELECT $$cut off", "SELECT ?"),
        ("SELECT 'a\\' || 'secret'", "SELECT ? …"),
        ("SELECT x'ff', U&'d', N'e', B'01'", "SELECT ?, ?, ?, ?"),
        ("COMMIT", "COMMIT"),
    ],
)
def test_a_statement_keeps_its_words_and_loses_its_values(query: str, shown: str) -> None:
    assert without_literals(query) == shown


@given(st.text(alphabet="ab'\\ \"$-/*\n;", max_size=30), st.text(alphabet="ab'\\ \"$-/*\n;", max_size=30))
def test_no_quoted_value_is_shown(before: str, after: str) -> None:
    quoted = "SECRET" + before.replace("'", "''")

    assert "SECRET" not in without_literals(f"SELECT '{quoted}' {after}")
