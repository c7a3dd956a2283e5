"""Tables of the command line: complete at every width, on a terminal and in a file."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from infra.cli.tables import WholeTable
from infra.local.home import REPOSITORY

ID = "a-source-with-a-long-name-indeed:9223372036854775807"
CAUSE = "conflict: The target holds this order with other contents, and it does so for long."


def printed(*, width: int, terminal: bool, cause: str = CAUSE) -> str:
    table = WholeTable("dead", "for example", "cause", text_last=True)
    table.add_row("12", ID, cause)
    table.add_row("3", "source1:7", "short")
    table.caption = "a caption that is longer than any of the narrow terminals, which may not cut it either"
    file = io.StringIO()
    Console(file=file, soft_wrap=True, width=width, force_terminal=terminal, color_system=None).print(table)
    return file.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("width", [1, 40, 60, 80, 100, 300])
def test_nothing_in_a_table_is_cut(width: int, terminal: bool) -> None:
    text = printed(width=width, terminal=terminal)

    assert ID in text
    assert set(CAUSE.split()) <= set(text.split())
    assert "which may not cut it either" in " ".join(text.split())
    assert "…" not in text


def test_a_row_is_one_line_where_no_terminal_reads_it() -> None:
    lines = printed(width=80, terminal=False).splitlines()

    assert [line.split()[0] for line in lines[:3]] == ["dead", "12", "3"]
    assert all(line == line.rstrip() for line in lines)


def test_sentences_are_folded_beside_the_columns_of_a_terminal_that_is_wide_enough() -> None:
    lines = printed(width=100, terminal=True).splitlines()

    assert max(len(line) for line in lines) <= 100
    assert len(lines) > 4


def test_every_table_of_the_command_line_is_a_whole_one() -> None:
    modules = [path for path in (REPOSITORY / "infra" / "cli").rglob("*.py") if path.name != "tables.py"]

    assert [path.name for path in modules if _makes_another_table(path)] == []


def _makes_another_table(path: Path) -> bool:
    return bool(re.search(r"\brich\.(table|columns)\b", path.read_text(encoding="utf-8")))
