"""The routes of an app as the document needs them."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from esteira.core.http.app import GuardedApp
from esteira.core.http.contract import RouteContract

from infra.local.home import REPOSITORY

METHODS_WITH_BODY = ("POST", "PUT", "PATCH")


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route. `door` is the name of its app."""

    door: str
    method: str
    path: str
    contract: RouteContract
    view: Callable[..., Any]

    @property
    def summary(self) -> str:
        """The first line of its docstring, without the example that may follow; empty without a docstring."""
        first = (self.view.__doc__ or "").strip().partition("\n")[0]
        return re.split(r":? \(?`[{?]", first)[0].rstrip(".:")

    @property
    def description(self) -> str:
        """Its docstring."""
        return inspect.cleandoc(self.view.__doc__ or "")

    @property
    def path_parameters(self) -> list[str]:
        """The names in its path."""
        return re.findall(r"{(\w+)}", self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def guarded_apps(functions: Path = REPOSITORY / "functions") -> Iterator[GuardedApp]:
    """The apps of all functions that answer over HTTP, by name."""
    for path in sorted(functions.glob("*/app.py")):
        app = getattr(import_module(f"{path.parent.name}.app"), "app", None)
        if isinstance(app, GuardedApp):
            yield app


def routes_of(apps: Iterable[GuardedApp]) -> list[Route]:
    """Return all routes, by path and method."""
    return sorted((route for app in apps for route in _routes(app)), key=lambda route: (route.path, route.method))


def _routes(app: GuardedApp) -> Iterator[Route]:
    for (method, path), contract in app.contracts.items():
        view = app.routes[path][method].view_function
        yield Route(door=app.app_name, method=method, path=path, contract=contract, view=view)
