"""T34 (d): whatever others write into a field, an event is one line of valid JSON, of 8 KiB at most."""

import io
import json
import logging
import sys
from typing import Any

import pytest
from esteira.core.log import MAX_LINE_BYTES, logger

HOSTILE = {
    "CR LF": '\r\n{"level":"ERROR","message":"forged"}',
    "ANSI": "\x1b[2J\x1b[31mforged",
    "C1": "\x9b2J\x85forged",
    "U+2028": "a\u2028forged\u2029b",
    "DEL": "\x7f",
    "half a character": "\ud83d",
    "1 MB": "x" * 1_000_000,
    "1 MB of wide characters": "\U0001f600" * 250_000,
}

each_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def events(logged: io.StringIO) -> list[Any]:
    """Return the events, each from one line by the widest meaning of a line. What is logged can be written as UTF-8."""
    written = logged.getvalue().encode()
    lines = written.decode().splitlines()
    assert max(len(line.encode()) for line in lines) <= MAX_LINE_BYTES
    return [json.loads(line) for line in lines]


def fail(text: str) -> None:
    raise ValueError(text)


@each_text
@pytest.mark.parametrize("field", ["error", "message_id", "email", "action"])
def test_a_field_of_others_ends_no_line_and_forges_no_event(logged: io.StringIO, field: str, text: str) -> None:
    shapes: list[dict[str, Any]] = [{field: text}, {field: {"nested": [text] * 3}}]
    for fields in shapes:
        logger.info("request refused", **fields)

    assert [event["message"] for event in events(logged)] == ["request refused"] * 2


@each_text
def test_an_exception_with_a_text_of_others_is_one_event(text: str) -> None:
    # Formatted here and not logged: a report of this test with half a character cannot be handed between processes.
    formatter, written = logger.handlers[0].formatter, io.StringIO()
    assert formatter
    try:
        fail(text)
    except ValueError:
        written.write(formatter.format(_record(sys.exc_info())))

    (event,) = events(written)
    assert (event["message"], event["action"], event["exception_name"]) == ("request failed", "test", "ValueError")


def _record(error: Any) -> logging.LogRecord:
    record = logging.LogRecord("esteira", logging.ERROR, __file__, 1, "request failed", (), error)
    record.action = "test"
    return record


@each_text
def test_no_terminal_is_steered(logged: io.StringIO, text: str) -> None:
    logger.info("request refused", error=text)

    assert not [character for character in logged.getvalue().rstrip("\n") if ord(character) < 32]
    assert not set("\x7f\x85\x9b\u2028\u2029\x1b") & set(logged.getvalue())


def test_the_longest_text_is_cut_and_the_others_stay(logged: io.StringIO) -> None:
    logger.info("request refused", action="test", error=f"begin{'x' * 1_000_000}end", message_id="m" * 100)

    (event,) = events(logged)
    assert (event["action"], event["message_id"], event["cut"]) == ("test", "m" * 100, True)
    assert (event["error"][:5], event["error"][-3:]) == ("begin", "end")


def test_of_an_event_with_countless_fields_the_message_is_left(logged: io.StringIO) -> None:
    logger.info("request refused", action="test", rows=[{"id": number} for number in range(100_000)])

    (event,) = events(logged)
    assert (event["message"], event["action"], event["cut"]) == ("request refused", "test", True)


def test_a_line_that_fits_is_left_as_it_is(logged: io.StringIO) -> None:
    logger.info("request refused", error="não é um número", count=2**60)

    (event,) = events(logged)
    assert (event["error"], event["count"]) == ("não é um número", str(2**60))
    assert "cut" not in event
