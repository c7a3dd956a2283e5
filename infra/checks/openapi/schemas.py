"""The JSON schemas of the types that routes declare, each once under `components/schemas`."""

from collections.abc import Iterable, Mapping
from typing import Any

from esteira.core.http.contract import UNDECLARED
from esteira.core.http.responses import ErrorJson
from esteira.core.moments import moment_or_seconds
from esteira.core.numbers import exact, whole
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from infra.checks.openapi.routes import Route

Json = dict[str, Any]

REFERENCE = "#/components/schemas/{model}"

SECONDS = {moment_or_seconds: "^[0-9]{1,10}([.][0-9]{1,9})?$"}
NUMBERS = {whole: "^(0|-?[1-9][0-9]{0,18})$", exact: r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"}

BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
"""Bounds behind a validator, which pydantic leaves under its own names."""


class Generator(GenerateJsonSchema):
    """pydantic's schemas, without titles; every field of an answer is there, also if it has a default.

    `also_text`: the text that validators read beside what the type behind them says.
    """

    also_text: Mapping[Any, str] = SECONDS | NUMBERS

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Add the text that a validator reads."""
        plain = super().function_before_schema(schema)
        pattern = self.also_text.get(schema["function"]["function"])
        if pattern is None or self.mode == "serialization":
            return plain
        number = next((option for option in plain.get("anyOf", ()) if option["type"] == "number"), plain)
        return {"anyOf": [number, {"type": "string", "pattern": pattern}]}

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """Name bounds as JSON schema does."""
        return {BOUNDS.get(name, name): value for name, value in super().generate_inner(schema).items()}

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Return False: a title would repeat the field's name."""
        del schema
        return False

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        """Return whether a field must be there."""
        if self.mode == "serialization" and field["type"] != "typed-dict-field":
            return True
        return super().field_is_required(field, total)


class QueryGenerator(Generator):
    """The same for query strings, in which all is text and needs no mention."""

    also_text = SECONDS


class Schemas:
    """What the operations share: the schemas of bodies, answers and errors, and the error answers."""

    def __init__(self, routes: Iterable[Route]) -> None:
        bodies = _by_name(body for route in routes for body in route.contract.bodies)
        answers = _by_name(route.contract.answers for route in routes)
        inputs: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
            *((name, "validation", TypeAdapter(body)) for name, body in sorted(bodies.items())),
            *((name, "serialization", TypeAdapter(answer)) for name, answer in sorted(answers.items())),
            (_name(ErrorJson), "serialization", TypeAdapter(ErrorJson)),
        ]
        self._found, rest = TypeAdapter.json_schemas(inputs, ref_template=REFERENCE, schema_generator=Generator)
        self._schemas: Json = rest.get("$defs", {})
        self._answers: Json = {}

    @property
    def components(self) -> Json:
        """All of it, by name."""
        return {"schemas": self._schemas, "responses": dict(sorted(self._answers.items()))}

    def body(self, model: Any) -> Json:
        """Return the schema of a body."""
        return self._found[_name(model), "validation"]

    def must_be_given(self, schema: Json) -> bool:
        """Return whether a body may not be empty, which counts as `{}`."""
        whole = _resolved(schema, self._schemas)
        return bool(whole.get("required") or whole.get("minProperties") or whole.get("minLength"))

    def answer(self, kind: Any) -> Json:
        """Return the schema of an answer."""
        return self._found[_name(kind), "serialization"]

    def shared_answer(self, name: str, answer: Json) -> Json:
        """Return a reference to an answer that several operations have."""
        self._answers[name] = answer
        return {"$ref": f"#/components/responses/{name}"}


def query_parameters(model: type[BaseModel] | None) -> list[Json]:
    """Return the parameters of a query string. They are text in any case: only what it may look like is told."""
    if model is None:
        return []
    schema = model.model_json_schema(schema_generator=QueryGenerator)
    definitions, required = schema.get("$defs", {}), schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _parameter(field, definitions)}
        for name, field in schema["properties"].items()
    ]


def _parameter(field: Json, definitions: Json) -> Json:
    options = [_resolved(option, definitions) for option in field.get("anyOf", [field])]
    given = [option for option in options if option.get("type") != "null"]
    rest = {name: value for name, value in field.items() if name not in {"anyOf", "$ref"} and value is not None}
    return {**given[0], **rest} if len(given) == 1 else {"anyOf": given, **rest}


def _resolved(schema: Json, definitions: Json) -> Json:
    reference = schema.get("$ref")
    return definitions[reference.rpartition("/")[2]] if reference else schema


def _name(kind: Any) -> str:
    return f"{kind.__module__}.{kind.__qualname__}" if isinstance(kind, type) else str(kind)


def _by_name(kinds: Iterable[Any]) -> dict[str, Any]:
    return {_name(kind): kind for kind in kinds if not (kind is None or kind is UNDECLARED or isinstance(kind, str))}
