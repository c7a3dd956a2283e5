"""Pages are read in a child process that may crash, hang and run out of anything, and that knows no secrets."""

import io
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from esteira.lookups.page.page_reader import ChildPageReader
from esteira.lookups.shapes.page_fields import PageField
from esteira.lookups.shapes.unreadable import UnreadableAnswer

from tests.fixtures.provider_answers import PAGE

SERVE = """
import os, signal, time
from esteira.core.subprocess.serve import serve
def reply(request):
    {body}
    return {{"fields": [["environment", " ".join(os.environ)]]}}
serve(reply, cpu_seconds_each=1)
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[ChildPageReader]:
    with closing(ChildPageReader()) as reader:
        yield reader


def reader_that(body: str, *, seconds_each: float = 60) -> ChildPageReader:
    return ChildPageReader((sys.executable, "-c", SERVE.format(body=body)), seconds_each=seconds_each)


def test_the_fields_of_a_page_are_read_in_its_order(reader: ChildPageReader) -> None:
    fields = reader.fields(PAGE.encode(), "utf-8")

    assert fields[:4] == [
        ("NÚMERO DE INSCRIÇÃO", "19.131.243/0001-97"),
        ("NÚMERO DE INSCRIÇÃO", "MATRIZ"),
        ("DATA DE ABERTURA", "03/10/2013"),
        ("NOME EMPRESARIAL", "OPEN KNOWLEDGE BRASIL"),
    ]
    assert fields[-1] == ("Emitido no dia", "20/07/2026 às 09:30:15 (data e hora de Brasília).")


@pytest.mark.parametrize("body", [b"", b"\x00", b"<", b"<!-- ", b"\xff\xfe\x00", b"<?xml version='1.0'?>"])
def test_what_is_no_page_has_no_fields(reader: ChildPageReader, body: bytes) -> None:
    assert _fields_or_none(reader, body) == []


def _fields_or_none(reader: ChildPageReader, body: bytes) -> list[PageField]:
    try:
        return list(reader.fields(body, "utf-8"))
    except UnreadableAnswer:
        return []


@pytest.mark.parametrize(
    ("body", "seconds_each"),
    [
        ("os._exit(3)", 60),
        ("os.kill(os.getpid(), signal.SIGSEGV)", 60),
        ("raise RuntimeError", 60),
        ("bytearray(2**32)", 60),
        ("time.sleep(60)", 1),
    ],
    ids=["exit", "crash", "exception", "memory", "hang"],
)
def test_a_page_that_ends_its_parser_is_unreadable_each_time(body: str, seconds_each: float) -> None:
    with closing(reader_that(body, seconds_each=seconds_each)) as reader:
        for _ in range(2):
            with pytest.raises(UnreadableAnswer, match="ended its parser"):
                reader.fields(b"<td>", "utf-8")


def test_a_page_may_use_a_limited_time_of_the_processor(logged: io.StringIO) -> None:
    with closing(reader_that("while True: pass", seconds_each=300)) as reader, pytest.raises(UnreadableAnswer):
        reader.fields(b"<td>", "utf-8")

    assert "SIGXCPU" in logged.getvalue()


def test_the_parser_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESTEIRA_TARGET_DSN", "postgresql://esteira:secret@x/target")
    with closing(reader_that("pass")) as reader:
        ((_, names),) = reader.fields(b"<td>", "utf-8")

    assert "PYTHONPATH" in names
    assert "ESTEIRA" not in names
