"""Exports of dead letters: which letters, in how many parts, and in what text."""

import json

import pytest
from esteira.workbench import export_letters as module
from esteira.workbench.export_letters import ExportDeadLetters, export_letters
from esteira.workbench.memory import MemoryLetterStore
from pydantic import ValidationError

from tests.fixtures.dead_letters import filed


def store_of(*bodies: str) -> MemoryLetterStore:
    store = MemoryLetterStore()
    store.keep([filed(body, minute=minute) for minute, body in enumerate(bodies)])
    return store


def ids_in(text: str) -> list[str]:
    return [json.loads(line)["id"] for line in text.split("\n") if line]


def test_all_letters_are_exported_in_parts_that_fit_into_an_answer() -> None:
    store = store_of(*["x" * (module.MOST_CHARACTERS // 20)] * 45)

    parts = [export_letters(store, ExportDeadLetters())]
    while parts[-1].next:
        parts.append(export_letters(store, ExportDeadLetters(after=parts[-1].next)))

    newest_first = sorted(store.letters.values(), key=lambda letter: letter.place, reverse=True)
    assert [each for part in parts for each in ids_in(part.text)] == [each.sqs_message_id for each in newest_first]
    assert len(parts) == 3


def test_letters_are_exported_by_their_ids() -> None:
    store = store_of("one", "two", "three")
    first, _, third = (letter.sqs_message_id for letter in store.letters.values())

    part = export_letters(store, ExportDeadLetters(lane="orders", ids=f"{third},gone, {first}"))

    assert (ids_in(part.text), part.next) == ([third, first], None)
    with pytest.raises(ValidationError, match="lane"):
        ExportDeadLetters(ids=first)


def test_a_body_that_is_no_unicode_is_exported_as_it_is() -> None:
    part = export_letters(store_of("\udcff\u2028é"), ExportDeadLetters())

    (line,) = part.text.split("\n")[:-1]
    assert json.loads(line)["body"] == "\udcff\u2028é"
    assert part.text.encode()
