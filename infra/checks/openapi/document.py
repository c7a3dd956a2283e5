"""The whole document."""

import json
import tomllib
from collections.abc import Iterable
from importlib import import_module

from esteira.core.http.app import GuardedApp

from infra.checks.openapi.operation import operation
from infra.checks.openapi.routes import routes_of
from infra.checks.openapi.schemas import Json, Schemas
from infra.checks.openapi.security import SCHEMES
from infra.local.home import REPOSITORY

DOCUMENT = REPOSITORY / "functions" / "docs" / "openapi.json"

DESCRIPTION = """\
All HTTP endpoints. Errors have one shape: `error` for programs, `detail` for people.

Bodies are JSON with one meaning: no key twice, no unknown field. Identifiers and amounts leave as text, since many
readers of JSON round large numbers; times are ISO 8601.
"""


def document(apps: Iterable[GuardedApp]) -> Json:
    """Return the document of these apps."""
    apps = list(apps)
    routes = routes_of(apps)
    schemas = Schemas(routes)
    paths: dict[str, Json] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Esteira", "version": _version(), "description": DESCRIPTION},
        # Relative to the document: the address of a stage ends in a path that only its caller knows.
        "servers": [{"url": "."}],
        "tags": [{"name": app.app_name, "description": _about(app)} for app in apps],
        "paths": paths,
        "components": {**schemas.components, "securitySchemes": SCHEMES},
    }


def text_of(made: Json) -> str:
    """Return the document as it is stored: one line for each value, so that a change is readable."""
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _about(app: GuardedApp) -> str:
    return (import_module(app.app_name).__doc__ or "").strip()


def _version() -> str:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
