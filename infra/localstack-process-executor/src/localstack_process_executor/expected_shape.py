"""What the patches rely on in LocalStack: checked before they are made, so that another LocalStack does not start."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from localstack_process_executor.errors import UnexpectedLocalStack

Parameters = Mapping[Callable[..., Any], Iterable[str]]
"""The parameters of each function that a patch overrides or calls."""


def other_parameters(expected: Parameters) -> Iterator[tuple[str, list[str]]]:
    """Return the name of each function that takes other parameters, and the expected ones."""
    for function, parameters in expected.items():
        if [*inspect.signature(function).parameters] != [*parameters]:
            yield function.__qualname__, [*parameters]


def refuse_other_parameters(expected: Parameters) -> None:
    """Raise `UnexpectedLocalStack` if a function takes other parameters."""
    refuse(f"{name} does not have the parameters {parameters}" for name, parameters in other_parameters(expected))


def refuse(differences: Iterable[str]) -> None:
    """Raise `UnexpectedLocalStack` if there are differences."""
    if found := [*differences]:
        raise UnexpectedLocalStack("; ".join(found))
