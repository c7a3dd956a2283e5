"""Conversion of JSON to typed values and of results to JSON values. Independent of any web framework."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from esteira.core.errors import BadRequest, Unprocessable
from esteira.core.names import PATTERNS
from esteira.core.strict_json import MalformedJson, json_value, shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)

_NO_OBJECT = ("model_type", "dict_type", "mapping_type")

MAX_FAULTS = 20
"""Invalid fields that are named; further ones are counted."""


class InvalidFields(ValueError):
    """The JSON does not match its model. The message names each invalid field and why, never its value."""


class NotJson(InvalidFields):
    """The text is not JSON, or not JSON with one meaning."""


def decoded(body: bytes | str, model: type[M]) -> M:
    """Return the command in this JSON.

    Raises `BadRequest` for what is not JSON, else `Unprocessable` naming each invalid field, never its value.
    """
    try:
        return validated(body, model)
    except NotJson as error:
        raise BadRequest(f"({error})") from None
    except InvalidFields as error:
        raise Unprocessable(f"({error})") from None


def validated(body: bytes | str, model: type[M], *, strict: bool | None = True) -> M:
    """Return the record in this JSON, whose types must match exactly. Raises `InvalidFields`.

    `strict` None: only the types must that are strict in the model itself.
    """
    try:
        return model.model_validate(json_value(body), strict=strict, by_alias=True, by_name=False)
    except MalformedJson as error:
        raise NotJson(str(error)) from None
    except ValidationError as error:
        raise InvalidFields(faults_in(error)) from None


def query_from(given: Mapping[str, Any], model: type[M]) -> M:
    """Return the command of these parameters, without those that are None or empty. Raises `Unprocessable`."""
    try:
        return model.model_validate({name: value for name, value in given.items() if value not in (None, "")})
    except ValidationError as error:
        raise Unprocessable(f"({faults_in(error)})") from None


def as_json(result: object) -> Any:
    """Return the result as JSON values: decimals and ids as text, so that they stay exact, and times in ISO 8601."""
    if isinstance(result, list):
        return [as_json(each) for each in result]
    return TypeAdapter[Any](type(result)).dump_python(result, mode="json")


def faults_in(error: ValidationError) -> str:
    """Return the invalid fields and the reasons, without the fields' values."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    named = [f"{_path(fault['loc'])}: {reason(fault)}" for fault in faults[:MAX_FAULTS]]
    return "; ".join([*named, *([f"and {len(faults) - MAX_FAULTS} more"] if len(faults) > MAX_FAULTS else [])])


def reason(fault: "ErrorDetails") -> str:
    """Return pydantic's message in the words of JSON and of rows, and without its mark of a `ValueError`."""
    if fault["type"] in _NO_OBJECT:
        return "Input should be an object"
    if fault["type"] == "string_unicode":
        return "holds bytes that are not UTF-8"
    if fault["type"] == "string_pattern_mismatch":
        return next((said for pattern, said in PATTERNS.items() if f"'{pattern}'" in fault["msg"]), fault["msg"])
    return fault["msg"].removeprefix("Value error, ")


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(map(shown, loc)) or "body"
