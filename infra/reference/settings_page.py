"""docs/reference/settings.md, from the settings models, the parameters of the template, and `MEANINGS`."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from esteira.core import settings as models
from esteira.core.environment import FromEnvironment

from infra.local.core_settings import variable_name
from infra.local.home import REPOSITORY
from infra.local.settings import LocalSettings
from infra.local.stack.template import FUNCTION, read_template
from infra.reference.markdown import Json, kind, shape, shown, table
from infra.reference.meanings import MEANINGS

ALL = "all functions, bridge, console"
READERS: Mapping[str, Sequence[type[FromEnvironment]]] = {
    ALL: (models.AnnouncementSettings, models.ReportingSettings),
    "all HTTP functions": (models.AuthenticationSettings,),
    "producer": (models.ProducerSettings,),
    "consumers": (models.ConsumerSettings,),
    "consumer of look-ups": (models.LookupLaneSettings, models.LookupCandidateSettings),
    "callbacks": (models.CallbackSettings,),
    "tokens": (models.TokenSettings,),
    "flow": (models.FlowSettings,),
    "accounts": (models.AccountSettings,),
    "mails": (models.MailSettings,),
    "lookups": (models.BookingSettings, models.HandOverSettings, models.OutboxSettings),
    "failures": (models.FailureSettings,),
    "reports": (models.ReportSettings,),
    "monitor, orders, workbench": (models.OperatorSettings,),
    "bridge": (models.BridgeSettings,),
    "console": (models.ConsoleSettings,),
    "command line": (models.OperatorSettings, models.ErrorQueueSettings),
}
"""Which process reads which models."""

TEXT = """\
# Settings

Made by `python -m infra.reference --write` from the settings models and the parameters of `template.yaml`; change it
there.

All settings are environment variables. An error names the variable that is wrong, never its value. What is an object or
a list is written as JSON.

## The local installation

Keep them set for each later `make run`, `esteira up` and `esteira deploy`, which otherwise go back to the defaults;
only ports, and whether there is a bridge, then stay as they run. These commands name each setting that differs from
what runs, and change only what uses it: the address of the HTTP endpoints stays, and so do messages. Where an address
of an own server is given, the embedded one is not started.

{local}

## Functions and programs

On AWS the parameters of the template set them, locally `esteira up` does. A default is that of the code; the template's
own defaults are the same. *required, or none*: some of the readers need it.

{deployed}

## Shapes

{shapes}
"""


def page() -> str:
    """Return the text of the page. Raises `LookupError` where a setting has no meaning, or a model no reader."""
    _check_complete()
    return TEXT.format(
        local=table(("variable", "type", "default", "meaning"), _local_rows()),
        deployed=table(("variable", "type", "default", "read by", "meaning"), _deployed_rows()),
        shapes="\n\n".join(shape(name, schema, _link, level="###") for name, schema in sorted(_shapes().items())),
    )


def _local_rows() -> Iterator[tuple[str, ...]]:
    for field, schema in _properties(LocalSettings).items():
        name = field.lower().removeprefix("esteira_")
        yield f"`{variable_name(name)}`", kind(_without_null(schema), _link), _default(schema), meaning(name)


def _deployed_rows() -> Iterator[tuple[str, ...]]:
    for name in sorted({name for model in _listed() for name in model.model_fields}):
        schemas = [_properties(model)[name] for model in _listed() if name in model.model_fields]
        defaults = dict.fromkeys(_default(schema) for schema in schemas)
        yield (
            f"`{variable_name(name)}`",
            kind(_without_null(schemas[0]), _link),
            ", or ".join(sorted(defaults, key=lambda text: text != "required")),
            ", ".join(readers(name)),
            meaning(name),
        )


def readers(name: str) -> list[str]:
    """The processes that read a setting; where all do, that."""
    found = [who for who, read in READERS.items() if any(name in model.model_fields for model in read)]
    return [ALL] if ALL in found else found


def meaning(name: str) -> str:
    """What a setting means. Raises `LookupError` where nothing says it."""
    parameter = _parameters().get(variable_name(name))
    if parameter:
        return f"{' '.join(parameter.split()).rstrip('.')}."
    if name not in MEANINGS:
        raise LookupError(f"no meaning of {variable_name(name)}: write it into infra/reference/meanings.py")
    return MEANINGS[name]


@cache
def _parameters() -> dict[str, str]:
    """The descriptions of the parameters that variables of functions are set to, by variable."""
    template = read_template()
    return {
        variable: template["Parameters"][value["Ref"]]["Description"]
        for properties in (template["Globals"]["Function"], *_functions(template))
        for variable, value in properties["Environment"]["Variables"].items()
        if isinstance(value, dict) and value.get("Ref") in template["Parameters"]
    }


def _functions(template: Json) -> Iterator[Json]:
    return (one["Properties"] for one in template["Resources"].values() if one["Type"] == FUNCTION)


def _check_complete() -> None:
    if unread := [model.__name__ for model in _models() if not any(issubclass(read, model) for read in _listed())]:
        raise LookupError(f"nobody reads {', '.join(unread)}: add who does to READERS")
    known = {name for model in (*_listed(), LOCAL) for name in model.model_fields}
    if stale := [name for name in MEANINGS if name not in known or variable_name(name) in _parameters()]:
        raise LookupError(f"meanings that nothing asks for: {', '.join(stale)}")


def _models() -> list[type[FromEnvironment]]:
    found = (one for _, one in inspect.getmembers(models, inspect.isclass))
    return [one for one in found if issubclass(one, FromEnvironment) and one is not FromEnvironment]


LOCAL: type[FromEnvironment] = LocalSettings


def _listed() -> list[type[FromEnvironment]]:
    return list(dict.fromkeys(model for read in READERS.values() for model in read))


def _properties(model: type[FromEnvironment]) -> Mapping[str, Json]:
    schema = model.model_json_schema()
    needed = set(schema.get("required", ()))
    return {name: {**field, "required": name in needed} for name, field in schema["properties"].items()}


def _default(schema: Json) -> str:
    if schema["required"]:
        return "required"
    value = schema.get("default")
    match value:
        case [{}, *_]:
            return f"{len(value)} of them"
        case str() if Path(value).is_relative_to(REPOSITORY):
            return f"`{Path(value).relative_to(REPOSITORY)}`"
        case list():
            return ", ".join(f"`{one}`" for one in value) or shown(value)
        case _:
            return shown(value)


def _without_null(schema: Json) -> Json:
    match schema.get("anyOf"):
        case [one, {"type": "null"}]:
            return dict(one)
        case _:
            return schema


def _shapes() -> dict[str, Json]:
    schemas = (model.model_json_schema().get("$defs", {}) for model in (*_listed(), LOCAL))
    return {name: one for shapes in schemas for name, one in shapes.items()}


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"
