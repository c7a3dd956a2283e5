"""One decoder reads JSON from outside, and a check finds every other."""

import ast

import pytest

from infra.checks.json_parsers import OWN_JSON, other_parsers
from infra.checks.structure import Module, read_modules
from infra.local.home import REPOSITORY


def module(text: str) -> Module:
    return Module(name="esteira.callbacks.door", package="esteira.callbacks", tree=ast.parse(text))


def test_nothing_but_the_strict_decoder_reads_json_from_outside() -> None:
    assert other_parsers(read_modules(REPOSITORY)) == []


def test_every_exception_still_exists() -> None:
    names = {each.name for each in read_modules(REPOSITORY)}

    assert set(OWN_JSON) <= names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import json\njson.loads(body)", ["esteira.callbacks.door:2"]),
        ("json.load(file)", ["esteira.callbacks.door:1"]),
        ("Model.model_validate_json(body)", ["esteira.callbacks.door:1"]),
        ("TypeAdapter(int).validate_json(body)", ["esteira.callbacks.door:1"]),
        ("json.JSONDecoder().raw_decode(body)", ["esteira.callbacks.door:1"]),
        ("json.dumps(value)", []),
        ("tomllib.loads(text)", []),
        ("decoded(body, Model)", []),
    ],
)
def test_a_module_that_parses_json_by_itself_is_named(text: str, found: list[str]) -> None:
    assert other_parsers(iter([module(text)])) == found
