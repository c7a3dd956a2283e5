"""Conversion of JSON to typed commands and of results to JSON values. Independent of any web framework."""

from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from esteira.core.errors import BadRequest

M = TypeVar("M", bound=BaseModel)


def decoded(body: bytes, model: type[M]) -> M:
    """Return the command in these bytes of JSON. Raises `BadRequest` naming each invalid field, never its value."""
    try:
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise BadRequest(explain_faults(error)) from None


def as_json(result: object) -> Any:
    """Return the result as JSON values: decimals and ids as text, so that they stay exact, and times in ISO 8601."""
    if isinstance(result, list):
        return [as_json(each) for each in result]
    return TypeAdapter[Any](type(result)).dump_python(result, mode="json")


def explain_faults(error: ValidationError) -> str:
    """Return the invalid fields and the reasons, without the fields' values."""
    faults = (f"{'.'.join(map(str, item['loc'])) or 'body'}: {item['msg']}" for item in error.errors())
    return f"({'; '.join(faults)})"
