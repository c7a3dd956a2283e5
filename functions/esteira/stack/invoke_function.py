"""Invoke a function with an event."""

from dataclasses import dataclass

from esteira.core.errors import BadRequest, TooLarge
from esteira.core.strict_json import MalformedJson, json_value
from esteira.stack.deps import StackDeps
from esteira.stack.function import Answer

MOST_EVENT_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class InvokeFunction:
    """`event`: the JSON of an object, as the function's trigger would send it."""

    name: str
    event: str


def invoke_function(deps: StackDeps, command: InvokeFunction) -> Answer:
    """Invoke it and wait for the answer, which may be an error of the function.

    Raises `BadRequest`, `TooLarge`, `NotFound` and `StackUnavailable`.
    """
    _check(command.event)
    return deps.stack.invoke(deps.function(command.name).deployed_name, command.event)


def _check(event: str) -> None:
    if len(event.encode()) > MOST_EVENT_BYTES:
        raise TooLarge(f"({MOST_EVENT_BYTES} bytes at most)")
    try:
        value = json_value(event)
    except MalformedJson as error:
        raise BadRequest(f"({error})") from None
    if not isinstance(value, dict):
        raise BadRequest("(an event is an object)")
