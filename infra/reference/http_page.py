"""docs/reference/http.md and docs/reference/shapes.md, from the OpenAPI document."""

from collections.abc import Iterator
from functools import partial

from infra.checks.markdown import slug
from infra.checks.openapi.document import document
from infra.checks.openapi.routes import Route, guarded_apps, routes_of
from infra.reference.markdown import Json, fields, kind, shape, table

ROUTES = """\
# HTTP routes

Made by `python -m infra.reference --write` from the functions themselves, as is `/openapi.json`; change it there.

Rules that hold for all of them, and examples: [HTTP endpoints](../api.md). A role includes those before it: viewer,
operator, admin. *signed in* is anybody with a token, for what is their own; *signed* has a check of its own. Errors are
named by their [codes](#errors).

{index}

{chapters}

## Errors

| code | meaning |
| --- | --- |
{errors}
"""
SHAPES = """\
# Shapes of bodies and answers

Made by `python -m infra.reference --write` from the models; the [routes](http.md) link here. Identifiers and amounts
leave as text, since many readers of JSON round large numbers.

{shapes}
"""


def routes_page() -> str:
    """Return the text of the page of routes."""
    apps = list(guarded_apps())
    made = document(apps)
    routes = routes_of(apps)
    rows = [(f"[`{route}`](#{slug(str(route))})", str(route.contract.policy), route.summary) for route in routes]
    return ROUTES.format(
        index=table(("route", "who may call it", "what it does"), rows),
        chapters="\n\n".join(_chapter(route, made) for route in routes),
        errors="\n".join(f"| `{code}` | {meaning} |" for code, meaning in sorted(_errors(made).items())),
    )


def shapes_page() -> str:
    """Return the text of the page of shapes."""
    schemas = document(list(guarded_apps()))["components"]["schemas"]
    chapters = (shape(name, schemas[name], partial(_link, "")) for name in sorted(schemas))
    return SHAPES.format(shapes="\n\n".join(chapters))


def _chapter(route: Route, made: Json) -> str:
    operation = made["paths"][route.path][route.method.lower()]
    parts = (
        f"## {route}",
        f"{route.summary}. Who may call it: {route.contract.policy}.",
        _parameters(operation),
        _body(operation),
        "\n".join(_answers(operation, made)),
    )
    return "\n\n".join(part for part in parts if part)


def _parameters(operation: Json) -> str:
    rows = [
        (f"`{one['name']}`", one["in"], kind(one["schema"], _to_shapes), _needed(one))
        for one in operation.get("parameters", ())
    ]
    return table(("parameter", "in", "type", "required, or default"), rows) if rows else ""


def _needed(parameter: Json) -> str:
    if parameter.get("required"):
        return "yes"
    default = parameter["schema"].get("default")
    return "no" if default is None else f"`{default}`"


def _body(operation: Json) -> str:
    contents = operation.get("requestBody", {}).get("content", {})
    return "\n\n".join(_content("Body", media, one["schema"]) for media, one in contents.items())


def _content(what: str, media: str, schema: Json) -> str:
    form = "" if media == "application/json" else f" (`{media}`)"
    if schema.get("properties"):
        return f"{what}{form}:\n\n{fields(schema, _to_shapes)}"
    return f"{what}{form}: {kind(schema, _to_shapes)}."


def _answers(operation: Json, made: Json) -> Iterator[str]:
    answers = operation["responses"].items()
    yield from (f"* **{status}** {_forms(answer)}" for status, answer in answers if "$ref" not in answer)
    refusals = [f"{status} {_codes(answer, made)}" for status, answer in answers if "$ref" in answer]
    if refusals:
        yield f"* Errors: {'; '.join(refusals)}"


def _codes(answer: Json, made: Json) -> str:
    refusal = made["components"]["responses"][str(answer["$ref"]).rpartition("/")[2]]
    return ", ".join(f"`{code}`" for code in _examples(refusal))


def _errors(made: Json) -> dict[str, str]:
    """Every code of an error with its sentence."""
    examples = (_examples(refusal) for refusal in made["components"]["responses"].values())
    return {code: one["value"]["detail"] for each in examples for code, one in each.items()}


def _examples(refusal: Json) -> Json:
    (content,) = refusal["content"].values()
    found: Json = content.get("examples", {})
    return found


def _forms(answer: Json) -> str:
    forms = [_form(media, one.get("schema", {})) for media, one in answer.get("content", {}).items()]
    return ", ".join(forms) or str(answer["description"])


def _form(media: str, schema: Json) -> str:
    return kind(schema, _to_shapes) if media == "application/json" else f"`{media}`"


def _link(page: str, name: str) -> str:
    return f"[{name}]({page}#{name.lower()})"


_to_shapes = partial(_link, "shapes.md")
