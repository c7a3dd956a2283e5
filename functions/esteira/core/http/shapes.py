"""How the API's document shows what types do not say: single values of answers, and changes."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

Timestamp = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""A time in ISO 8601, with its zone."""

IdText = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^(0|-?[1-9][0-9]*)$"})]
"""An identifier, as text: readers of JSON round large numbers."""


def change(schema: dict[str, Any]) -> None:
    """Complete the schema of a change: it names at least one field."""
    schema["minProperties"] = 1


def change_without_null(schema: dict[str, Any]) -> None:
    """The same of a change in which no field may be null, although Python has None for what is not named."""
    change(schema)
    for name, field in schema["properties"].items():
        (given,) = (option for option in field["anyOf"] if option.get("type") != "null")
        schema["properties"][name] = given
