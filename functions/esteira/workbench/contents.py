"""The body of a dead letter by field and as text, so that a store can search in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from esteira.core.strict_json import MalformedJson, json_value


def fields_of(body: str) -> Mapping[str, str]:
    """Return the values of a JSON body as text by their paths, such as `payload.price`. Empty if it is not JSON."""
    try:
        return flattened(json_value(body))
    except MalformedJson:
        return {}


def flattened(value: Any) -> Mapping[str, str]:
    """Return the single values in a JSON value as text by their paths. Those of an array are counted from 0."""
    return {searchable(path): searchable(text) for path, text in _flat(value, "")}


def searchable(text: str) -> str:
    """Return the text without what Postgres cannot store: NUL and lone surrogates become question marks."""
    return text.replace("\x00", "?").encode(errors="replace").decode()


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for name, each in value.items():
                yield from _flat(each, f"{path}.{name}" if path else name)
        case list():
            for number, each in enumerate(value):
                yield from _flat(each, f"{path}.{number}" if path else str(number))
        case None:
            yield path, "null"
        case bool():
            yield path, "true" if value else "false"
        case _:
            yield path, str(value)
