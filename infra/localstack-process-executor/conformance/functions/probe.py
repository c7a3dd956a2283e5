"""The handler of most cases: does what the event asks for, by the name of an action."""

import functools
from collections.abc import Callable
from typing import Any

import answers
import failures
import looks
import speech

Event = dict[str, Any]

invocations = 0
not_callable = 42

ACTIONS: dict[str, Callable[[Event, Any], object]] = {
    **answers.ACTIONS,
    **failures.ACTIONS,
    **looks.ACTIONS,
    **speech.ACTIONS,
    "count": lambda _event, _context: invocations,
}


def handle(event: Event, context: Any) -> object:
    global invocations  # noqa: PLW0603 - what survives between invocations is the question
    invocations += 1
    return ACTIONS[event["do"]](event, context)


def echo(event: object, _context: object) -> object:
    return event


def takes_nothing() -> None:
    pass


def yields(_event: object, _context: object) -> Any:
    yield 1


async def waits(_event: object, _context: object) -> int:
    return 1


class Handler:
    def __call__(self, _event: object, _context: object) -> str:
        return "from an object"


an_object = Handler()
a_partial = functools.partial(lambda word, _event, _context: word, "from a partial")
a_lambda = lambda _event, _context: "from a lambda"  # noqa: E731 - the form is the question
