"""From JSON to a typed command, and from a result to what JSON can say. Knows no web framework."""

from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from esteira.core.errors import BadRequest

M = TypeVar("M", bound=BaseModel)


def decoded(body: bytes, model: type[M]) -> M:
    """The command in these bytes of JSON. Raises `BadRequest` naming each field that is off, never its value."""
    try:
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise BadRequest(explain_faults(error)) from None


def as_json(result: object) -> Any:
    """The result as JSON has it: decimals as text (exact), times in ISO 8601."""
    return TypeAdapter[Any](type(result)).dump_python(result, mode="json")


def explain_faults(error: ValidationError) -> str:
    """The fields that are wrong and why, without their values."""
    faults = (f"{'.'.join(map(str, item['loc'])) or 'body'}: {item['msg']}" for item in error.errors())
    return f"({'; '.join(faults)})"
