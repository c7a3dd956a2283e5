"""Finds routes that do not say what they do, take or answer, each as a sentence that names what to declare."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from esteira.core.http.app import GuardedApp
from esteira.core.http.contract import UNDECLARED

from infra.checks.openapi.routes import METHODS_WITH_BODY, Route, routes_of

READERS = {"body_of": "body", "query_of": "query"}
"""What reads a request with a model, and the argument that declares the model."""


def undeclared(app: GuardedApp) -> Iterator[str]:
    """Yield what the routes of an app leave undeclared."""
    for route in routes_of([app]):
        yield from (f"{route} ({route.door}): {what}" for what in _missing(route))


def _missing(route: Route) -> Iterator[str]:
    contract = route.contract
    if not route.summary:
        yield "its view has no docstring, whose first line is the summary"
    if contract.answers is UNDECLARED:
        yield "declare the type of the answer, answers=… (None if it has no body)"
    if contract.body is UNDECLARED and route.method in METHODS_WITH_BODY:
        yield "declare the model of the body, body=… (None if it reads none)"
    if (contract.answers is None) != (contract.status == 204):
        yield "an answer without a body has status=204, and no other has"
    yield from _differing(route)


def _differing(route: Route) -> Iterator[str]:
    for argument, model in _models_read(route):
        declared = [getattr(kind, "__name__", str(kind)) for kind in _declared(route, argument)]
        if model not in declared:
            yield f"it reads a {model}: declare {argument}={model} (declared is {' and '.join(declared) or 'nothing'})"


def _declared(route: Route, argument: str) -> tuple[Any, ...]:
    if argument == "body":
        return route.contract.bodies
    return (route.contract.query,) if route.contract.query else ()


def _models_read(route: Route) -> Iterator[tuple[str, str]]:
    """The argument that must declare it, and the name of each model that the view reads requests with."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(route.view)))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS:
            yield READERS[node.func.id], ast.unparse(node.args[1]).rpartition(".")[2]
