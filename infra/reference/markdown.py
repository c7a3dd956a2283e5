"""What pages are made of: tables, and JSON schemas in words."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
Link = Callable[[str], str]
"""From the name of a shape to the Markdown that leads to it."""

BOUNDS = (
    ("minimum", "at least {}"),
    ("exclusiveMinimum", "more than {}"),
    ("maximum", "at most {}"),
    ("minLength", "{} or more characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} of them"),
    ("maxItems", "at most {} of them"),
    ("minProperties", "at least {} of them"),
)
FORMATS = {
    "date-time": "time",
    "date": "date",
    "password": "secret text",
    "path": "path",
    "uuid": "UUID",
    "binary": "file",
}
PLAIN = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, whose cells may hold anything but line breaks."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def kind(schema: Json, link: Link) -> str:
    """What a value of this schema is, in words."""
    bounds = ", ".join(text.format(_number(schema[name])) for name, text in BOUNDS if name in schema)
    return f"{_kind(schema, link)}, {bounds}" if bounds else _kind(schema, link)


def _kind(schema: Json, link: Link) -> str:
    if reference := schema.get("$ref"):
        return link(str(reference).rpartition("/")[2])
    if choices := schema.get("enum"):
        return ", ".join(f"`{choice}`" for choice in choices)
    if "const" in schema:
        return f"`{schema['const']}`"
    for combined in ("anyOf", "oneOf"):
        if combined in schema:
            return " or ".join(kind(one, link) for one in schema[combined])
    return _composed(schema, link)


def _composed(schema: Json, link: Link) -> str:
    if "allOf" in schema:
        return kind(schema["allOf"][0], link)
    match schema.get("type"):
        case "array":
            return f"list of {kind(schema.get('items', {}), link)}"
        case "object":
            return _mapping(schema, link)
        case list() as names:
            return " or ".join(PLAIN[name] for name in names)
        case name:
            return FORMATS.get(str(schema.get("format")), PLAIN.get(str(name), "any value"))


def _mapping(schema: Json, link: Link) -> str:
    values = [*schema.get("patternProperties", {}).values()]
    if isinstance(extra := schema.get("additionalProperties"), Mapping):
        values.append(extra)
    return f"object: name → {kind(values[0], link)}" if values else "object"


def fields(schema: Json, link: Link) -> str:
    """A table of the fields of an object."""
    needed = set(schema.get("required", ()))
    rows = [
        (f"`{name}`", kind(field, link), "yes" if name in needed else _default(field))
        for name, field in schema.get("properties", {}).items()
    ]
    return table(("field", "type", "required, or default"), rows)


def _default(field: Json) -> str:
    return shown(field["default"]) if "default" in field else "no"


def shown(value: Any) -> str:
    """A default, as one would write it in JSON or as the text of a variable."""
    if value in (None, "", [], {}, ()):
        return "none"
    return f"`{json.dumps(value)}`" if isinstance(value, bool | dict) else f"`{value}`"


def shape(name: str, schema: Json, link: Link, *, level: str = "##") -> str:
    """The chapter of a shape."""
    about = " ".join(str(schema.get("description", "")).split())
    body = fields(schema, link) if schema.get("properties") else f"{kind(schema, link)}.".capitalize()
    return "\n\n".join(part for part in (f"{level} {name}", about, body) if part)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
